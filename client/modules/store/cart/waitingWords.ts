import { type CartLine, mostLines } from './lines.ts';

/** What becomes of the lines that one order does not take, where there are any. */
export const waitingWords = ({ length }: readonly CartLine[]): string | undefined =>
  length <= mostLines
    ? undefined
    : `There are ${length} products in your cart, and an order has ${mostLines} at most. The first ${mostLines} are ordered first; the others stay in your cart for the next order.`;
