import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containing, soql } from '../../server/bff/index.ts';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, type Visitor } from './visitor.ts';

/** What has opened queries elsewhere, as text that somebody might type. */
const corpus = [
  "'",
  "''",
  "\\'",
  "\\\\'",
  "' OR Name != '",
  "' OR '1'='1",
  "%' OR Name LIKE '%",
  "x') OR (Name != '",
  "' LIMIT 1 --",
  "'; DROP TABLE Account; --",
  "' UNION SELECT Id FROM User --",
  "\u0000' OR Id != null",
  "\r\n' OR Id != null",
  '\u2028\u2019 OR Id != null',
  '\uff07 OR Id != null',
  '\ufffd',
  '%',
  '_',
  '%%%%',
  '\\',
  '${x}',
  '@{query0.records[0].Id}',
  '{{constructor.constructor("return 1")()}}',
  '$where',
  "1' AND SLEEP(5) AND '1'='1",
  '/* */ OR 1=1',
  ':userInput',
  'FIND {x}',
];

let product: Product;
let ada: Visitor;
let orders: string;
beforeAll(async () => {
  product = await startProduct();
  ada = createVisitor(product.appUrl);
  await ada.signIn('ada@northwind.example');
  orders = (await ada.ask('/api/myOrders')).body;
});
afterAll(() => product.stop());

/** Of a query, what is not within quotes. */
const structureOf = (query: string) => query.replace(/'(?:[^'\\]|\\.)*'/gs, "''");

describe('text that would be a query', () => {
  it.each(corpus)('#71 %j is a value and nothing else', (text) => {
    const plain = structureOf(String(soql`SELECT Id FROM Account WHERE Name = ${'x'} LIMIT 1`));
    expect(structureOf(String(soql`SELECT Id FROM Account WHERE Name = ${text} LIMIT 1`))).toBe(
      plain,
    );
    const like = structureOf(
      String(soql`SELECT Id FROM Account WHERE Name LIKE ${containing('x')}`),
    );
    const hostile = soql`SELECT Id FROM Account WHERE Name LIKE ${containing(text)}`;
    expect(structureOf(String(hostile))).toBe(like);
    const list = structureOf(String(soql`SELECT Id FROM Account WHERE Name IN ${['x', 'x']}`));
    const ids = [text, text];
    expect(structureOf(String(soql`SELECT Id FROM Account WHERE Name IN ${ids}`))).toBe(list);
  });

  it.each(corpus)('#71 %j finds no product by accident', async (text) => {
    const { status, body } = await ada.ask(`/api/catalogue?search=${encodeURIComponent(text)}`);
    const { items, errors } = JSON.parse(body);
    if (status !== 200) expect([status, errors.length]).toEqual([422, 1]);
    else {
      const names = items.map(
        ({ name, code }: { name: string; code: string }) => `${name} ${code}`,
      );
      const needle = text.trim().toLowerCase();
      expect(names.filter((name: string) => !name.toLowerCase().includes(needle))).toEqual([]);
    }
  });

  it.each(corpus)('#71 %j opens no other’s orders, and no other door', async (text) => {
    const value = encodeURIComponent(text);
    for (const parameter of ['status', 'after', 'id']) {
      const route = parameter === 'id' ? 'myOrder' : 'myOrders';
      const { status } = await ada.ask(`/api/${route}?${parameter}=${value}`);
      expect([parameter, status]).toEqual([parameter, 422]);
    }
    expect((await ada.ask('/api/myOrders')).body).toBe(orders);
  });

  it.each(corpus)('#71 %j comes back as it was written', async (text) => {
    const body = JSON.stringify({ subject: `About ${text}.`, description: 'As it is.' });
    const headers = { 'Content-Type': 'application/json' };
    const { status } = await ada.ask('/api/openCase', { method: 'POST', headers, body });
    expect([200, 422]).toContain(status);
    if (status !== 200) return;
    const { items } = JSON.parse((await ada.ask('/api/myCases')).body);
    const subjects = items.map(({ subject }: { subject: string }) => subject);
    expect(subjects).toContain(`About ${text}.`.toWellFormed());
  });
});
