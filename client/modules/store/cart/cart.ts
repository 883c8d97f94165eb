import { session } from 'store/api';
import { createCart } from './createCart.ts';

export type { OrderRequest } from './createCart.ts';
export type { Cart } from './keptCarts.ts';
export { type CartLine, forOneOrder, mostLines, sumOf } from './lines.ts';
export { waitingWords } from './waitingWords.ts';

/** The cart of whoever is at this page. */
export const cart = createCart({ session });
