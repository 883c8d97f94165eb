/** Where it is kept: in this tab, until it is known who is signed in. */
export const keptName = 'bff-typed';

/** Whether something is kept. */
export function hasKept(view: Window): boolean {
  try {
    return keptName in view.sessionStorage;
  } catch {
    // A browser that is told to store nothing refuses even to be asked.
    return false;
  }
}
