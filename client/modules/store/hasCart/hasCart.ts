/** Where the browser keeps the carts, and in which form: a release that changes the form changes this. */
export const keptName = 'store-cart-1';

/** Whether something is in a cart, of anybody's, without loading the code that knows more. */
export function hasCart(view: Window = window): boolean {
  try {
    return keptName in view.localStorage;
  } catch {
    // A browser that is told to store nothing refuses even to be asked.
    return false;
  }
}
