/**
 * Where it is kept: in this tab, until it is known who is signed in. A release that changes the form in
 * which it is changes this.
 */
export const keptName = 'bff-typed-2';

/** Whether something is kept. */
export function hasKept(view: Window): boolean {
  try {
    return keptName in view.sessionStorage;
  } catch {
    // A browser that is told to store nothing refuses even to be asked.
    return false;
  }
}
