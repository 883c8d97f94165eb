import { describe, expect, it } from 'vitest';
import { base } from '../rest-rig.ts';
import { account, noValue, type Part, useCompositeRig } from './composite-rig.ts';

const { rig, composite } = useCompositeRig();
const { find } = rig;

describe('a reference', () => {
  const read = (path: string): Part => ({
    url: `${base}/sobjects/Account`,
    referenceId: 'second',
    body: { Name: 'x', Phone: `@{${path}}` },
  });

  it.each([
    'first.Id',
    'first.nope.id',
    'first.errors[0].message',
    'first.errors',
    'nobody.id',
    'first.__proto__',
  ])('to %s has no value', async (path) => {
    const { body } = await composite([account('first'), read(path)]);
    expect(body.compositeResponse[1]).toEqual({ ...noValue(path), referenceId: 'second' });
  });

  it('to an empty field is null from version 52 on, and no value before', async () => {
    const { Id } = find('Account', 'Northwind');
    rig.data.tables.Account.update(find('Account', 'Northwind'), { Rating: null });
    const parts: Part[] = [
      { method: 'GET', url: `${base}/sobjects/Account/${Id}`, referenceId: 'first' },
      read('first.Rating'),
    ];
    const now = await composite(parts);
    expect(now.body.compositeResponse[1].httpStatusCode).toBe(201);
    const then = await composite(parts, { version: 'v51.0' });
    expect(then.body.compositeResponse[1]).toMatchObject(noValue('first.Rating'));
  });
});
