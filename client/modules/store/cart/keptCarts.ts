import { type CartLine, fitting } from './lines.ts';

/** What somebody has put in, and how far they have come with ordering it. */
export interface Cart {
  /** Whose it is; `null` is whoever is not signed in. */
  readonly owner: string | null;
  readonly lines: readonly CartLine[];
  /** Names the order to the server, from the first attempt until it is known to be placed. */
  readonly requestId?: string | undefined;
  /** What was last asked for under that name, as long as nobody knows what has become of it. */
  readonly sent?: readonly CartLine[] | undefined;
}

/** More people than share a computer; the carts that were changed last are kept. */
const mostCarts = 8;

/** What the browser has kept, which may be anything at all. */
export function readCarts(text: string | null): readonly Cart[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.flatMap(keptCart).slice(0, mostCarts) : [];
  } catch {
    return [];
  }
}

function keptCart(value: unknown): Cart[] {
  const { owner, lines, requestId, sent } = Object(value) as Record<string, unknown>;
  if (!Array.isArray(lines) || (owner !== null && typeof owner !== 'string')) return [];
  const cart = { owner, lines: fitting(lines) };
  const isRequest = typeof requestId === 'string' && /^[\w-]{8,200}$/.test(requestId);
  if (!isRequest) return [cart];
  const asked = Array.isArray(sent) ? fitting(sent) : [];
  return [{ ...cart, requestId, sent: asked.length > 0 ? asked : undefined }];
}

/** As the browser keeps them, the ones that matter first. */
export const writeCarts = (carts: readonly Cart[]): string =>
  JSON.stringify(
    carts.filter(({ lines, requestId }) => lines.length > 0 || requestId).slice(0, mostCarts),
  );
