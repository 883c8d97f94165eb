import Product from 'store/product';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, problem, settled } from './fakeServer.ts';
import { product } from './sampleProducts.ts';
import { all, only, show, textOf } from './shadow.ts';

let server: ReturnType<typeof fakeServer>;
beforeEach(() => {
  server = fakeServer();
  vi.stubGlobal('fetch', server.fetch);
  localStorage.clear();
});
afterEach(() => document.body.replaceChildren());

const { id } = product(101);
const opened = async (answer: object = { body: product(101) }) => {
  const page = await show('store-product', Product, { productId: id });
  await server.last.answer(answer);
  return page;
};
const status = (page: HTMLElement) => textOf(only(page, '.unseen[role="status"]'));
const outcome = (page: HTMLElement) =>
  only(page, 'store-add-to-cart').shadowRoot?.querySelector('[role="status"]')?.textContent;

async function add(page: HTMLElement, quantity: string) {
  const field = only<HTMLInputElement>(page, 'input');
  field.value = quantity;
  field.dispatchEvent(new InputEvent('input'));
  only(page, '.button.primary').click();
  await vi.dynamicImportSettled();
  await settled();
}

describe('product', () => {
  it('says that it is loading', async () => {
    const page = await show('store-product', Product, { productId: id });
    expect(server.last.url).toBe(`/api/product?id=${id}`);
    expect(status(page)).toBe('Loading product');
    expect(only(page, 'h1').textContent).toBe('Product');
  });

  it('shows what it is, what it costs, and where it belongs', async () => {
    const page = await opened();
    expect(status(page)).toBe('Product loaded');
    expect(only(page, 'h1').textContent).toBe('Product 101');
    expect(textOf(only(page, '.facts'))).toContain('GC101 Made to last. $1,234.50');
    const links = all<HTMLAnchorElement>(page, 'nav a');
    expect(links.map((link) => link.pathname + link.search)).toEqual([
      '/catalogue',
      '/catalogue?family=Coffee',
    ]);
  });

  it('does without a code, a family and a description', async () => {
    const page = await opened({
      body: { ...product(101), code: null, family: null, description: null },
    });
    expect(all(page, 'nav a')).toHaveLength(1);
    expect(all(page, '.facts > p')).toHaveLength(1);
  });

  it.each([
    ['not_found', 404],
    ['invalid_input', 422],
  ] as const)('is none where the server says %s', async (code, httpStatus) => {
    const page = await opened(problem(httpStatus, code));
    expect(only(page, 'h1').textContent).toBe('There is no such product');
    expect(all(page, '[role="alert"]')).toHaveLength(0);
  });

  it('says what went wrong, and tries again', async () => {
    const page = await opened(problem(503, 'salesforce_unavailable'));
    only(page, '[role="alert"] button').click();
    await settled();
    await server.last.answer({ body: product(101) });
    expect(only(page, 'h1').textContent).toBe('Product 101');
  });

  it('goes into the cart, as many as one wants, and says how many are in there', async () => {
    const page = await opened();
    const changes = vi.fn();
    document.addEventListener('cartchange', changes, { once: true });
    await add(page, '3');
    expect(outcome(page)).toBe('3 in your cart');
    expect(changes).toHaveBeenCalledOnce();
    await add(page, '2');
    expect(outcome(page)).toBe('5 in your cart');
  });

  it.each(['0', '-1', '1.5', '10001', ''])('does not go there %j times', async (text) => {
    const page = await opened();
    await add(page, text);
    const field = only<HTMLInputElement>(page, 'input');
    expect(outcome(page)).toBe('');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(textOf(only(page, 'store-quantity-field'))).toContain('from 1 to 10,000');
    expect(only(page, 'store-quantity-field').shadowRoot?.activeElement).toBe(field);
  });
});
