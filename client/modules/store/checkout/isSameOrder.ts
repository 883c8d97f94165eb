import type { CartLine } from 'store/cart';

/** Whether two orders are of the same products, as many of each, in whatever sequence. */
export function isSameOrder(one: readonly CartLine[], other: readonly CartLine[]): boolean {
  const quantities = new Map(other.map(({ productId, quantity }) => [productId, quantity]));
  return (
    one.length === other.length &&
    one.every(({ productId, quantity }) => quantities.get(productId) === quantity)
  );
}
