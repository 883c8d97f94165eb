import { createObserved, type Observed } from 'bff/observed';
import { identityOf, type Session } from 'bff/session';
import { keptName } from 'store/hasCart';
import { type Cart, readCarts, writeCarts } from './keptCarts.ts';
import { type CartLine, fitting, forOneOrder, mostLines, without } from './lines.ts';

/** What is asked of the server: the same thing again as long as nobody knows what has become of it. */
export interface OrderRequest {
  readonly requestId: string;
  readonly lines: CartLine[];
}

/** The cart of whoever is at the page, as an observed value, and what can be done with it. */
export interface CartOfPage extends Observed<Cart> {
  /** Puts in so many more of a product, and answers how many there are then: none where it is too much for one order. */
  add(productId: string, quantity: number): number;
  /** Makes a line of so many; none takes it out. */
  set(productId: string, quantity: number): void;
  /** Puts a line back where it was. */
  putBack(line: CartLine, index: number): void;
  /** What to ask of the server, which is kept before it is sent. */
  request(): OrderRequest;
  /** The order is placed: what was ordered is taken out. Once, whoever says it first. */
  placed(requestId: string, ordered: readonly CartLine[]): void;
  /** The server has refused it: the lines may be changed. */
  refused(requestId: string): void;
}

export interface CartOptions {
  readonly session: Session;
  readonly view?: Window;
}

const nothing: Cart = { owner: null, lines: [] };

/**
 * Makes the cart. It stays in this browser, one for each person; what nobody in particular has put in
 * goes to whoever signs in next. Every change begins with what is kept, as another tab may have changed it.
 */
export function createCart({ session, view = window }: CartOptions): CartOfPage {
  const { observed, publish } = createObserved(nothing);
  /** What the page remembers by itself, from the moment that the browser refuses to. */
  let remembered: string | undefined;
  let owner: string | null = null;

  function read(): readonly Cart[] {
    try {
      return readCarts(remembered ?? view.localStorage.getItem(keptName));
    } catch {
      remembered = '[]';
      return [];
    }
  }

  function write(carts: readonly Cart[]) {
    const text = writeCarts(carts);
    try {
      if (remembered !== undefined) remembered = text;
      else if (text === '[]') view.localStorage.removeItem(keptName);
      else view.localStorage.setItem(keptName, text);
    } catch {
      // Nothing may be stored, or there is no room.
      remembered = text;
    }
    show();
  }

  const ownedBy = (whose: string | null) => (cart: Cart) => cart.owner === whose;
  const cartOf = (whose: string | null): Cart =>
    read().find(ownedBy(whose)) ?? { ...nothing, owner: whose };
  const show = () => publish(cartOf(owner));

  /** Replaces one cart, which goes to the front. */
  function keep(cart: Cart) {
    write([cart, ...read().filter((other) => other.owner !== cart.owner)]);
  }

  function change(edit: (lines: readonly CartLine[]) => readonly unknown[]) {
    const cart = cartOf(owner);
    keep({ ...cart, lines: fitting(edit(cart.lines)) });
  }

  /** Whoever is at the page by now: the request knows whose it is. */
  function settle(requestId: string, outcome: (cart: Cart) => Partial<Cart>) {
    const cart = read().find((one) => one.requestId === requestId);
    if (cart) keep({ ...cart, sent: undefined, ...outcome(cart) });
  }

  /** In one step, so that two tabs do not both do it. */
  function takeOver() {
    const carts = read();
    const nobodys = carts.find(ownedBy(null));
    if (owner === null || !nobodys) return show();
    const own = carts.find(ownedBy(owner));
    // What has just been put in comes first: where it is too much for one order, the earlier lines wait.
    const lines = fitting([...nobodys.lines, ...(own?.lines ?? [])]);
    write([{ ...own, owner, lines }, ...carts.filter((cart) => cart !== own && cart !== nobodys)]);
  }

  session.subscribe(({ user }) => {
    owner = identityOf(user) ?? null;
    takeOver();
  });
  view.addEventListener('storage', ({ key }) => {
    // Without a key everything was cleared, as a sign-out does.
    if (key === keptName || key === null) show();
  });

  return Object.assign(observed, {
    add(productId: string, quantity: number) {
      change((lines) => {
        const hasRoom =
          lines.length < mostLines || lines.some((line) => line.productId === productId);
        return hasRoom ? [...lines, { productId, quantity }] : lines;
      });
      return observed.value.lines.find((line) => line.productId === productId)?.quantity ?? 0;
    },
    set(productId: string, quantity: number) {
      change((lines) =>
        lines.map((line) => (line.productId === productId ? { productId, quantity } : line)),
      );
    },
    putBack(line: CartLine, index: number) {
      change((lines) => lines.toSpliced(index, 0, line));
    },
    request() {
      const cart = cartOf(owner);
      const { requestId = view.crypto.randomUUID(), sent = forOneOrder(cart.lines) } = cart;
      keep({ ...cart, requestId, sent });
      return { requestId, lines: [...sent] };
    },
    placed(requestId: string, ordered: readonly CartLine[]) {
      settle(requestId, ({ lines }) => ({ lines: without(lines, ordered), requestId: undefined }));
    },
    refused: (requestId: string) => settle(requestId, () => ({})),
  });
}
