import type { Session } from 'bff/session';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCart } from '../../client/modules/store/cart/createCart.ts';
import { ada, grace } from './sampleSession.ts';

const keptName = 'store-cart-1';
const mug = '01t000000000101AAA';
const saw = '01t000000000102AAA';
const idOf = (number: number) => `01t${String(number).padStart(12, '0')}AAA`;

type User = typeof ada | null | undefined;

/** A page with somebody at it, who may change. */
function page(user: User = undefined) {
  let tell: (state: { user: User }) => void = () => {};
  const subscribe = (listener: typeof tell) => {
    tell = listener;
    listener({ user });
  };
  const cart = createCart({ session: { subscribe } as unknown as Session });
  return { cart, becomes: (next: User) => tell({ user: next }) };
}

const linesOf = ({ cart }: ReturnType<typeof page>) =>
  cart.value.lines.map(({ productId, quantity }) => `${quantity} ${productId}`);

/** As when another tab has written. */
const otherTabWrote = (key: string | null = keptName) =>
  window.dispatchEvent(new StorageEvent('storage', { key }));

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

describe('cart', () => {
  it('adds up what is put in twice, and says how many there are', () => {
    const here = page();
    expect(here.cart.add(mug, 2)).toBe(2);
    expect(here.cart.add(saw, 1)).toBe(1);
    expect(here.cart.add(mug, 3)).toBe(5);
    expect(linesOf(here)).toEqual([`5 ${mug}`, `1 ${saw}`]);
  });

  it('changes a line, takes it out, and puts it back where it was', () => {
    const here = page();
    for (const id of [mug, saw, idOf(3)]) here.cart.add(id, 1);
    here.cart.set(saw, 7);
    here.cart.set(mug, 0);
    expect(linesOf(here)).toEqual([`7 ${saw}`, `1 ${idOf(3)}`]);
    here.cart.putBack({ productId: mug, quantity: 1 }, 0);
    expect(linesOf(here)).toEqual([`1 ${mug}`, `7 ${saw}`, `1 ${idOf(3)}`]);
  });

  it('takes no more than the server does: 20 products, 10,000 of each', () => {
    const here = page();
    for (let number = 0; number < 20; number += 1) here.cart.add(idOf(number), 1);
    expect(here.cart.add(idOf(20), 1)).toBe(0);
    expect(here.cart.add(idOf(0), 10_000)).toBe(10_000);
    expect(here.cart.value.lines).toHaveLength(20);
  });

  it('is there again after a reload, and in the other tabs', () => {
    const [here, other] = [page(), page()];
    here.cart.add(mug, 2);
    expect(linesOf(page())).toEqual([`2 ${mug}`]);
    otherTabWrote();
    expect(linesOf(other)).toEqual([`2 ${mug}`]);
    other.cart.add(saw, 1);
    here.cart.add(mug, 1);
    expect(linesOf(here)).toEqual([`3 ${mug}`, `1 ${saw}`]);
  });

  it('leaves nothing behind once it is empty', () => {
    const here = page();
    here.cart.add(mug, 2);
    expect(localStorage).toHaveLength(1);
    here.cart.set(mug, 0);
    expect(localStorage).toHaveLength(0);
  });

  it('is empty in every tab when everything stored is cleared, as by a sign-out', () => {
    const here = page(ada);
    here.cart.add(mug, 2);
    localStorage.clear();
    otherTabWrote(null);
    expect(linesOf(here)).toEqual([]);
  });

  it.each([
    ['no JSON', '{"'],
    ['something else', '{"owner":null}'],
    ['null', '[null]'],
    ['no lines', '[{"owner":null}]'],
    ['lines that are none', `[{"owner":null,"lines":[null,1,"x",{},{"productId":"${mug}"}]}]`],
    ['a script for an id', '[{"owner":null,"lines":[{"productId":"<script>","quantity":1}]}]'],
    ['no whole number', `[{"owner":null,"lines":[{"productId":"${mug}","quantity":1.5}]}]`],
    ['less than one', `[{"owner":null,"lines":[{"productId":"${mug}","quantity":0}]}]`],
    ['a text for a number', `[{"owner":null,"lines":[{"productId":"${mug}","quantity":"1"}]}]`],
    ['an owner that is none', `[{"owner":{},"lines":[{"productId":"${mug}","quantity":1}]}]`],
  ])('is empty where %s is stored', (_, text) => {
    localStorage.setItem(keptName, text);
    const here = page();
    expect(linesOf(here)).toEqual([]);
    expect(here.cart.add(mug, 1)).toBe(1);
  });

  it('is bounded whatever is stored', () => {
    const lines = Array.from({ length: 150 }, (_, at) => ({ productId: idOf(at), quantity: 1e9 }));
    const carts = Array.from({ length: 50 }, (_, at) => ({ owner: `${at}`, lines }));
    localStorage.setItem(keptName, JSON.stringify([{ owner: null, lines }, ...carts]));
    const here = page();
    expect(here.cart.value.lines).toHaveLength(100);
    expect(here.cart.value.lines[0]?.quantity).toBe(10_000);
    here.cart.add(idOf(0), 1);
    expect(localStorage.getItem(keptName)?.length).toBeLessThan(60_000);
  });

  it.each(['getItem', 'setItem'] as const)(
    'works where %s is refused, as long as the page is there',
    (name) => {
      vi.spyOn(Storage.prototype, name).mockImplementation(() => {
        throw new DOMException('no room', 'QuotaExceededError');
      });
      const here = page();
      here.cart.add(mug, 2);
      here.cart.add(saw, 1);
      here.cart.set(mug, 0);
      expect(linesOf(here)).toEqual([`1 ${saw}`]);
    },
  );
});

describe('cart, whose it is', () => {
  it('goes from nobody to whoever signs in, once, added to their own', () => {
    page(ada).cart.add(mug, 9_999);
    const here = page(null);
    here.cart.add(mug, 5);
    here.cart.add(saw, 1);
    const other = page(null);
    here.becomes(ada);
    other.becomes(ada);
    for (const tab of [here, other]) expect(linesOf(tab)).toEqual([`10000 ${mug}`, `1 ${saw}`]);
    here.becomes(null);
    expect(linesOf(here)).toEqual([]);
  });

  it('loses nothing where the two together are more than an order takes', () => {
    const own = page(ada);
    for (let number = 0; number < 15; number += 1) own.cart.add(idOf(number), 1);
    const here = page(null);
    for (let number = 10; number < 25; number += 1) here.cart.add(idOf(number), 1);
    here.becomes(ada);
    expect(here.cart.value.lines).toHaveLength(25);
    expect(here.cart.add(idOf(30), 1)).toBe(0);
    expect(here.cart.add(idOf(24), 1)).toBe(2);
    const request = here.cart.request();
    expect(request.lines).toEqual(here.cart.value.lines.slice(0, 20));
    here.cart.placed(request.requestId, request.lines);
    expect(here.cart.value.lines.map(({ productId }) => productId)).toEqual(
      [5, 6, 7, 8, 9].map(idOf),
    );
  });

  it('is shown to nobody else, and is there for the same person again', () => {
    const here = page(ada);
    here.cart.add(mug, 2);
    here.becomes(null);
    expect(linesOf(here)).toEqual([]);
    here.becomes(grace);
    expect(linesOf(here)).toEqual([]);
    here.cart.add(saw, 1);
    here.becomes(ada);
    expect(linesOf(here)).toEqual([`2 ${mug}`]);
  });

  it('is another one in another organization', () => {
    page(ada).cart.add(mug, 2);
    expect(linesOf(page({ ...ada, organizationId: '00DX' }))).toEqual([]);
  });
});

describe('cart, being ordered', () => {
  it('asks for the same until it is known to be placed: after a reload, and in another tab', () => {
    const here = page(ada);
    here.cart.add(mug, 2);
    const request = here.cart.request();
    expect(request.requestId).toMatch(/^[\da-f-]{36}$/);
    expect(request.lines).toEqual([{ productId: mug, quantity: 2 }]);
    expect(here.cart.request()).toEqual(request);
    expect(page(ada).cart.request()).toEqual(request);
  });

  it('asks for what it asked for first, whatever has been put in since', () => {
    const here = page(ada);
    here.cart.add(mug, 2);
    const request = here.cart.request();
    here.cart.set(mug, 5);
    here.cart.add(saw, 1);
    expect(here.cart.request()).toEqual(request);
    here.cart.placed(request.requestId, request.lines);
    expect(linesOf(here)).toEqual([`3 ${mug}`, `1 ${saw}`]);
    expect(here.cart.value.sent).toBeUndefined();
    expect(here.cart.request().requestId).not.toBe(request.requestId);
  });

  it('takes out what was ordered once, whichever tab hears of it', () => {
    const [here, other] = [page(ada), page(ada)];
    here.cart.add(mug, 2);
    const request = here.cart.request();
    here.cart.set(mug, 5);
    here.cart.placed(request.requestId, request.lines);
    otherTabWrote();
    other.cart.placed(request.requestId, request.lines);
    expect(linesOf(other)).toEqual([`3 ${mug}`]);
  });

  it('may be changed after a refusal, under the same name: an earlier attempt may still be made', () => {
    const here = page(ada);
    here.cart.add(mug, 2);
    const request = here.cart.request();
    here.cart.refused(request.requestId);
    here.cart.set(mug, 1);
    expect(here.cart.request()).toEqual({
      requestId: request.requestId,
      lines: [{ productId: mug, quantity: 1 }],
    });
  });

  it('loses what was ordered and nothing else, whatever was asked for last', () => {
    const here = page(ada);
    here.cart.add(mug, 2);
    const first = here.cart.request();
    here.cart.refused(first.requestId);
    here.cart.add(saw, 1);
    const second = here.cart.request();
    expect(second.lines).toHaveLength(2);
    here.cart.placed(second.requestId, first.lines);
    expect(linesOf(here)).toEqual([`1 ${saw}`]);
    expect(here.cart.request().requestId).not.toBe(first.requestId);
  });

  it('is settled for who has asked, though somebody else is there by now', () => {
    const here = page(ada);
    here.cart.add(mug, 2);
    const request = here.cart.request();
    here.becomes(grace);
    here.cart.add(saw, 1);
    here.cart.placed(request.requestId, request.lines);
    expect(linesOf(here)).toEqual([`1 ${saw}`]);
    here.becomes(ada);
    expect(linesOf(here)).toEqual([]);
  });

  it('forgets a request that is none', () => {
    const lines = [{ productId: mug, quantity: 1 }];
    const owner = `${ada.organizationId}/${ada.id}`;
    const kept = [{ owner, lines, requestId: '<b>', sent: lines }];
    localStorage.setItem(keptName, JSON.stringify(kept));
    expect(page(ada).cart.value.sent).toBeUndefined();
  });
});
