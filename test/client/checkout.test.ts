import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { product } from './sampleProducts.ts';
import { ada, grace, living, nobody } from './sampleSession.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  // The page's session and cart are made when their modules load.
  vi.resetModules();
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  localStorage.clear();
  window.history.replaceState(null, '', '/checkout');
});
afterEach(() => document.body.replaceChildren());

const [mug, saw] = [product(101), product(102)];
const twentyFive = Array.from({ length: 25 }, (_, at) => product(101 + at));

/** Ada's page with those products in her cart, opened at the checkout or the cart. */
async function opened(which: 'checkout' | 'cartPage' = 'checkout', lines = [mug, saw]) {
  const [{ session }, { cart }, { router }, { default: Page }] = await Promise.all([
    import('store/api'),
    import('store/cart'),
    import('store/router'),
    which === 'checkout' ? import('store/checkout') : import('store/cartPage'),
  ]);
  const read = session.read();
  await server.last.answer(living(ada));
  await read;
  // By itself the cart takes as much as an order; two that come together may be more.
  for (const [index, { id }] of lines.entries())
    cart.putBack({ productId: id, quantity: 2 }, index);
  const page = await show('store-page', Page, which === 'checkout' ? { user: ada } : {});
  return { page, cart, router };
}

/** Answers what has been asked for about products. */
async function productsRead(answers: Readonly<Record<string, object>> = {}) {
  await settled();
  for (const one of [mug, saw]) {
    const call = server.calls.findLast(({ url }) => url === `/api/product?id=${one.id}`);
    await call?.answer(answers[one.id] ?? { body: one });
  }
}

const button = (page: HTMLElement) => only(page, '.ways .button.primary');
const alertOf = (page: HTMLElement) => textOf(only(page, '[role="alert"]'));
const sent = () => JSON.parse(String(server.last.init.body));
const orderOf = (lines: readonly object[]) => ({
  body: {
    id: '801000000000001AAA',
    number: '1',
    status: 'Draft',
    orderedOn: '2026-01-05',
    total: 1,
    lines,
  },
});
/** The order as it was last asked for. */
const placed = () => orderOf(sent().lines);

const lose = () => server.last.fail(new TypeError('Failed to fetch'));

/** As when another tab has changed what is kept. */
async function otherTab(change: () => object) {
  const [cart] = JSON.parse(localStorage.getItem('store-cart-1') ?? '[]');
  localStorage.setItem('store-cart-1', JSON.stringify([{ ...cart, ...change() }]));
  window.dispatchEvent(new StorageEvent('storage', { key: 'store-cart-1' }));
  await settled();
}

async function type(page: HTMLElement, text: string) {
  const [field] = all<HTMLInputElement>(page, 'input');
  if (!field) throw new Error('No field');
  field.value = text;
  field.dispatchEvent(new Event('input'));
  field.dispatchEvent(new Event('change'));
  await settled();
}

async function press(page: HTMLElement) {
  button(page).click();
  await settled();
}

describe('checkout', () => {
  it('shows what is ordered, and by whom', async () => {
    const { page } = await opened();
    await productsRead();
    expect(all(page, 'store-cart-line').map(textOf)).toEqual([
      'Product 101 $1,234.50 each Quantity of Product 101 $2,469.00 Remove',
      'Product 102 $1,234.50 each Quantity of Product 102 $2,469.00 Remove',
    ]);
    expect(textOf(page)).toContain('ordering as Ada Lovelace');
    expect(textOf(only(page, '.sum'))).toContain('Estimated total $4,938.00');
  });

  it('asks once for ids and quantities, and goes to the order with the cart empty', async () => {
    const { page, cart, router } = await opened();
    button(page).click();
    await press(page);
    expect(server.calls.filter(({ url }) => url === '/api/placeOrder')).toHaveLength(1);
    expect(sent()).toEqual({
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      lines: [
        { productId: mug.id, quantity: 2 },
        { productId: saw.id, quantity: 2 },
      ],
    });
    expect(button(page).getAttribute('aria-disabled')).toBe('true');
    await server.last.answer(placed());
    expect(cart.value.lines).toEqual([]);
    expect(router.value.path).toBe('/orders/801000000000001AAA');
    expect(router.recall()).toEqual({ placed: 'now' });
  });

  it.each([
    ['no connection', () => server.last.fail(new TypeError('Failed to fetch'))],
    ['Salesforce’s absence', () => server.last.answer(problem(503, 'salesforce_unavailable'))],
    ['a gateway’s page', () => server.last.answer({ status: 502 })],
    ['a mistake of the server’s', () => server.last.answer(problem(500, 'internal'))],
  ])('says after %s that nobody knows, and asks for the same again', async (_, happen) => {
    const { page, cart } = await opened();
    await press(page);
    const first = sent();
    await happen();
    expect(alertOf(page)).toContain('We do not know yet whether your order was placed');
    expect(alertOf(page)).toContain('will not be placed twice');
    expect(all(page, 'input')).toHaveLength(0);
    expect(textOf(button(page))).toBe('Try again');
    cart.set(mug.id, 9);
    await press(page);
    expect(sent()).toEqual(first);
    await server.last.answer(placed());
    expect(cart.value.lines).toEqual([{ productId: mug.id, quantity: 7 }]);
  });

  it.each([
    [429, 'rate_limited'],
    [503, 'salesforce_limit'],
    [503, 'store_unavailable'],
    [503, 'not_configured'],
  ] as const)('lets the lines be changed after a refusal: %i %s', async (status, code) => {
    const { page } = await opened();
    await press(page);
    await server.last.answer(problem(status, code));
    expect(alertOf(page)).toContain('Your order was not placed');
    expect(textOf(button(page))).toBe('Place the order');
    expect(all(page, 'input')).toHaveLength(2);
  });

  it('says so after a reload, too', async () => {
    const { page, cart } = await opened();
    await press(page);
    const { requestId } = sent();
    page.remove();
    vi.resetModules();
    const again = await opened('checkout', []);
    expect(alertOf(again.page)).toContain('no answer has come back');
    await press(again.page);
    expect(sent().requestId).toBe(requestId);
    expect(cart.value.requestId).toBe(requestId);
  });

  it('shows at its line what the server does not accept, to be changed there', async () => {
    const { page } = await opened();
    await productsRead();
    await press(page);
    const { requestId } = sent();
    const errors = [
      { field: 'lines.1.quantity', message: 'Please call us for more than 500 of one product.' },
      { field: 'lines.0.productId', message: 'is not on sale' },
      { field: 'lines', message: 'must have 20 lines or fewer' },
    ];
    await server.last.answer(problem(422, 'invalid_input', { errors }));
    expect(all(page, '.error').map(textOf)).toEqual([
      'This product is not on sale',
      'Please call us for more than 500 of one product.',
    ]);
    expect(alertOf(page)).toContain('Your order was not placed');
    expect(alertOf(page)).toContain('The order must have 20 lines or fewer');
    await type(page, '1');
    await press(page);
    expect(sent()).toMatchObject({ requestId, lines: [{ quantity: 1 }, { quantity: 2 }] });
  });

  it('says who cannot order', async () => {
    const { page } = await opened();
    await press(page);
    await server.last.answer(problem(403, 'forbidden'));
    expect(alertOf(page)).toContain('Your order was not placed Because of forbidden.');
    expect(textOf(button(page))).toBe('Place the order');
  });

  it('keeps the cart where the session has ended, as nothing was ordered', async () => {
    const { page, cart } = await opened();
    await press(page);
    await server.last.answer(problem(401, 'session_expired'));
    expect(cart.value.lines).toEqual([]);
    page.remove();
    vi.resetModules();
    const again = await opened('checkout', []);
    expect(again.cart.value.lines).toHaveLength(2);
    expect(again.cart.value.sent).toBeUndefined();
  });

  it.each([
    [401, 'session_expired'],
    [429, 'rate_limited'],
    [503, 'store_unavailable'],
  ] as const)(
    'stays with what may be placed when the next attempt is refused too early to know: %i %s',
    async (status, code) => {
      const { page } = await opened();
      await press(page);
      const first = sent();
      await lose();
      await press(page);
      await server.last.answer(problem(status, code));
      page.remove();
      vi.resetModules();
      const again = await opened('checkout', []);
      again.cart.add(mug.id, 5);
      expect(all(again.page, 'input')).toHaveLength(0);
      await press(again.page);
      expect(sent()).toEqual(first);
      await server.last.answer(placed());
      expect(again.cart.value.lines).toEqual([{ productId: mug.id, quantity: 5 }]);
    },
  );

  it('keeps what is not in the order that an earlier attempt has made, and says so', async () => {
    const { page, cart, router } = await opened();
    await press(page);
    const first = sent();
    await lose();
    await press(page);
    await server.last.answer(problem(422, 'invalid_input'));
    cart.add(mug.id, 5);
    cart.set(saw.id, 1);
    await settled();
    await press(page);
    expect(sent()).toMatchObject({ requestId: first.requestId, lines: [{ quantity: 7 }, {}] });
    await server.last.answer(orderOf(first.lines));
    expect(cart.value.lines).toEqual([{ productId: mug.id, quantity: 5 }]);
    expect(router.recall()).toEqual({ placed: 'earlier' });
  });

  it('says that it was placed when another tab has heard so', async () => {
    const { page } = await opened();
    await press(page);
    await lose();
    await otherTab(() => ({ lines: [], requestId: undefined, sent: undefined }));
    expect(textOf(only(page, '.placed'))).toContain('Your order has been placed');
    expect(only(page, '.placed a').getAttribute('href')).toBe('/orders');
    expect(textOf(page)).not.toMatch(/was not placed|do not know|nothing to order/);
  });

  it('lets the lines be changed when another tab has heard of a refusal', async () => {
    const { page } = await opened();
    await press(page);
    await lose();
    await otherTab(() => ({ sent: undefined }));
    expect(all(page, '.placed, [role="alert"]')).toHaveLength(0);
    expect(textOf(button(page))).toBe('Place the order');
  });

  it('says that it was placed when its own answer is lost after another tab has heard so', async () => {
    const { page } = await opened();
    await press(page);
    await otherTab(() => ({ lines: [], requestId: undefined, sent: undefined }));
    await lose();
    expect(textOf(only(page, '.placed'))).toContain('Your order has been placed');
  });

  it('says so to who has left the page meanwhile and come back', async () => {
    const { page } = await opened();
    await press(page);
    const asked = server.last;
    const answer = placed();
    page.remove();
    const { default: Checkout } = await import('store/checkout');
    const again = await show('store-page', Checkout, { user: ada });
    expect(textOf(button(again))).toBe('Try again');
    await asked.answer(answer);
    expect(textOf(again)).toContain('Your order has been placed');
  });

  it('says nothing of an order to who signs in next', async () => {
    const { page } = await opened();
    await press(page);
    await lose();
    const { session } = await import('store/api');
    const read = session.read();
    await server.last.answer(living(grace));
    await read;
    await settled();
    expect(textOf(page)).toContain('There is nothing to order');
  });

  it.each(['2.5', '', '0'])('does not order while a field says %j', async (text) => {
    const { page } = await opened();
    await type(page, text);
    await press(page);
    expect(server.calls.filter(({ url }) => url === '/api/placeOrder')).toHaveLength(0);
    expect(textOf(page)).toContain('A whole number');
    const field = only(page, 'input[aria-invalid]');
    expect((field.getRootNode() as ShadowRoot).activeElement).toBe(field);
    await type(page, '3');
    await press(page);
    expect(sent().lines[0].quantity).toBe(3);
  });

  it('orders what a field says that has not been left yet', async () => {
    const { page } = await opened();
    const [field] = all<HTMLInputElement>(page, 'input');
    if (!field) throw new Error('No field');
    field.value = '4';
    field.dispatchEvent(new Event('input'));
    await press(page);
    expect(sent().lines[0].quantity).toBe(4);
  });

  it('puts the last line back that was removed here', async () => {
    const { page } = await opened('checkout', [mug]);
    await productsRead();
    only(page, '.remove').click();
    await new Promise(requestAnimationFrame);
    await settled();
    expect(textOf(page)).toContain('There is nothing to order');
    const list = only(page, 'store-cart-lines').shadowRoot;
    expect(list?.activeElement).toBe(only(page, '.undo'));
    only(page, '.undo').click();
    await settled();
    expect(all(page, 'store-cart-line')).toHaveLength(1);
    expect(textOf(button(page))).toBe('Place the order');
  });

  it('takes the first twenty products, and leaves the others for the next order', async () => {
    const { page, cart } = await opened('checkout', twentyFive);
    expect(all(page, 'store-cart-line')).toHaveLength(20);
    expect(textOf(page)).toContain('the others stay in your cart for the next order');
    await press(page);
    expect(sent().lines).toHaveLength(20);
    await server.last.answer(placed());
    expect(cart.value.lines).toHaveLength(5);
  });

  it('has nothing to order where the cart is empty', async () => {
    const { page } = await opened('checkout', []);
    expect(textOf(page)).toContain('There is nothing to order');
  });
});

describe('cartPage', () => {
  it('says what is not for sale any more, leaves it out of the sum, and lets one remove it', async () => {
    const { page, cart } = await opened('cartPage');
    await productsRead({ [mug.id]: problem(404, 'not_found') });
    expect(textOf(only(page, 'store-cart-lines'))).toContain('no longer for sale');
    expect(textOf(only(page, '.sum'))).toContain('Estimated total $2,469.00');
    all(page, '.remove')[0]?.click();
    await settled();
    expect(cart.value.lines).toEqual([{ productId: saw.id, quantity: 2 }]);
  });

  it('puts back what was removed, where it was, and takes the focus along', async () => {
    const { page } = await opened('cartPage');
    await productsRead();
    all(page, '.remove')[0]?.click();
    await new Promise(requestAnimationFrame);
    await settled();
    expect(textOf(only(page, '.removed'))).toBe('Product 101 was removed. Put it back');
    const list = only(page, 'store-cart-lines').shadowRoot;
    expect(list?.activeElement).toBe(only(page, '.undo'));
    only(page, '.undo').click();
    await settled();
    await productsRead();
    expect(all(page, '.name').map(textOf)).toEqual(['Product 101', 'Product 102']);
    expect(textOf(only(page, '.removed'))).toBe('');
  });

  it('changes a quantity, and the sum with it', async () => {
    const { page } = await opened('cartPage', [mug]);
    await productsRead();
    const field = only<HTMLInputElement>(page, 'input');
    field.value = '3';
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    await settled();
    expect(textOf(only(page, '.sum'))).toContain('Estimated total $3,703.50');
  });

  it('does not know the sum where a product could not be read, and reads it again', async () => {
    const { page } = await opened('cartPage', [mug]);
    await productsRead({ [mug.id]: problem(503, 'salesforce_unavailable') });
    expect(textOf(page)).toContain('could not be loaded');
    expect(textOf(only(page, '.sum'))).toContain('Estimated total not known');
    only(page, '.what .button').click();
    await productsRead();
    expect(textOf(only(page, '.sum'))).toContain('$2,469.00');
  });

  it('says that an order is to be finished first', async () => {
    const { page, cart } = await opened('cartPage');
    cart.request();
    await settled();
    expect(textOf(only(page, '.unsettled'))).toContain('Finish the order');
  });

  it('says what becomes of more than one order takes', async () => {
    const { page } = await opened('cartPage', twentyFive);
    expect(textOf(only(page, '.waiting'))).toContain('25 products in your cart');
    expect(all(page, 'store-cart-line')).toHaveLength(25);
  });

  it('offers to sign in where the session has ended, as the cart is hidden', async () => {
    const { page } = await opened('cartPage');
    const { session } = await import('store/api');
    const read = session.read();
    await server.last.answer(nobody);
    await read;
    await settled();
    expect(textOf(only(page, 'store-empty-panel'))).toContain('Your session has ended');
    expect(textOf(only(page, 'store-empty-panel > .quiet'))).toContain('is kept for you');
    const signIn = vi.spyOn(session, 'signIn').mockReturnValue();
    only(page, 'button.primary').click();
    expect(signIn).toHaveBeenCalledOnce();
  });

  it('does not say so where nothing is kept', async () => {
    const { page } = await opened('cartPage', []);
    const { session } = await import('store/api');
    const read = session.read();
    await server.last.answer(nobody);
    await read;
    await settled();
    expect(textOf(page)).toContain('Your cart is empty');
    expect(textOf(only(page, 'store-empty-panel > .quiet'))).toContain('stays here');
  });

  it('is empty', async () => {
    const { page } = await opened('cartPage', []);
    expect(textOf(page)).toContain('Your cart is empty');
    expect(all(page, '[href="/checkout"]')).toHaveLength(0);
  });
});
