/** So many of one product. What it is called and what it costs is the catalogue's to say. */
export interface CartLine {
  readonly productId: string;
  readonly quantity: number;
}

/** What the server takes of one order. */
export const mostLines = 20;
const mostOfOne = 10_000;

/** Two carts may come together when somebody signs in; more than this nobody has put in. */
const mostKept = 100;

const isLine = (value: unknown): value is CartLine =>
  typeof value === 'object' &&
  value !== null &&
  'productId' in value &&
  typeof value.productId === 'string' &&
  /^[a-z\d]{15,18}$/i.test(value.productId) &&
  'quantity' in value &&
  Number.isInteger(value.quantity) &&
  (value.quantity as number) > 0;

/** Lines as a cart has them: each product once, within the limits; what is no line is left out. */
export function fitting(candidates: readonly unknown[]): readonly CartLine[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of candidates.filter(isLine)) {
    const sum = quantity + (quantities.get(productId) ?? 0);
    if (quantities.has(productId) || quantities.size < mostKept) {
      quantities.set(productId, Math.min(sum, mostOfOne));
    }
  }
  return [...quantities].map(([productId, quantity]) => ({ productId, quantity }));
}

/** Those that one order takes; the others wait for the next. */
export const forOneOrder = (lines: readonly CartLine[]): readonly CartLine[] =>
  lines.slice(0, mostLines);

/** What is left of some lines when others have been taken out. */
export function without(lines: readonly CartLine[], taken: readonly CartLine[]) {
  const quantities = new Map(taken.map(({ productId, quantity }) => [productId, quantity]));
  const left = lines.map(({ productId, quantity }) => ({
    productId,
    quantity: quantity - (quantities.get(productId) ?? 0),
  }));
  return fitting(left);
}

/** How many things there are. */
export const sumOf = (lines: readonly CartLine[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);
