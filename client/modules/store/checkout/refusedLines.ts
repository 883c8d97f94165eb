import type { RequestError } from 'bff/transport';
import type { CartLine } from 'store/cart';

const ofLine = /^lines\.(\d+)\.(productId|quantity)$/;

const labels: Readonly<Record<string, string>> = {
  productId: 'This product',
  quantity: 'Quantity',
  lines: 'The order',
};

/** What the server says goes on from the label; a validation rule of the org's has a sentence of its own. */
const sentence = (label: string, message: string): string =>
  /^\p{Lowercase}/u.test(message) ? `${label} ${message}` : message;

/** What the server does not accept of the lines that it was sent, by product. */
export function lineErrors(
  { body: { errors = [] } }: RequestError,
  lines: readonly CartLine[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    errors.flatMap(({ field, message }) => {
      const [, index, part = ''] = ofLine.exec(field) ?? [];
      const line = lines[Number(index)];
      return line ? [[line.productId, sentence(labels[part] ?? part, message)]] : [];
    }),
  );
}

/** What it does not accept of anything else. */
export const otherErrors = (error: RequestError | undefined): readonly string[] =>
  (error?.body.errors ?? [])
    .filter(({ field }) => !ofLine.test(field))
    .map(({ field, message }) => sentence(labels[field] ?? field, message));
