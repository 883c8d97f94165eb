import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { product } from './sampleProducts.ts';
import { ada, living } from './sampleSession.ts';
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
  for (const { id } of lines) cart.add(id, 2);
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
const placed = {
  body: {
    id: '801000000000001AAA',
    number: '1',
    status: 'Draft',
    orderedOn: '2026-01-05',
    total: 1,
  },
};

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
    await server.last.answer(placed);
    expect(cart.value.lines).toEqual([]);
    expect(router.value.path).toBe('/orders/801000000000001AAA');
    expect(router.recall()).toEqual({ placed: true });
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
    await server.last.answer(placed);
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
      { field: 'lines.1.quantity', message: 'At most 500 at once.' },
      { field: 'lines.0.productId', message: 'is not on sale' },
      { field: 'lines', message: 'must be fewer' },
    ];
    await server.last.answer(problem(422, 'invalid_input', { errors }));
    expect(all(page, '.error').map(textOf)).toEqual([
      'This product is not on sale',
      'Quantity: At most 500 at once.',
    ]);
    expect(alertOf(page)).toContain('Your order was not placed');
    expect(alertOf(page)).toContain('lines must be fewer');
    const [field] = all<HTMLInputElement>(page, 'input');
    if (!field) throw new Error('No field');
    field.value = '1';
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
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
    expect(textOf(only(page, '.sum'))).not.toContain('$');
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

  it('is empty', async () => {
    const { page } = await opened('cartPage', []);
    expect(textOf(page)).toContain('Your cart is empty');
    expect(all(page, '[href="/checkout"]')).toHaveLength(0);
  });
});
