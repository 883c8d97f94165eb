import type { RequestError } from 'bff/transport';
import type { CartLine } from 'store/cart';

const ofLine = /^lines\.(\d+)\.(productId|quantity)$/;

const words: Readonly<Record<string, string>> = {
  productId: 'This product',
  quantity: 'Quantity:',
};

/** What the server does not accept of the lines that it was sent, by product. */
export function lineErrors(
  { body: { errors = [] } }: RequestError,
  lines: readonly CartLine[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    errors.flatMap(({ field, message }) => {
      const [, index, part = ''] = ofLine.exec(field) ?? [];
      const line = lines[Number(index)];
      return line ? [[line.productId, `${words[part]} ${message}`]] : [];
    }),
  );
}

/** What it does not accept of anything else. */
export const otherErrors = (error: RequestError | undefined): readonly string[] =>
  (error?.body.errors ?? [])
    .filter(({ field }) => !ofLine.test(field))
    .map(({ field, message }) => `${field} ${message}`);
