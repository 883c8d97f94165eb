import { describe, expect, it } from 'vitest';
import { base, useRestRig } from '../rest-rig.ts';

const { call, post, find } = useRestRig();

describe('a collection of ids', () => {
  it('is read, by GET and by POST, with null for what is not there for the user', async () => {
    const [one, two] = [find('Account', 'Northwind'), find('Account', 'Contoso')];
    const attributes = { type: 'Account', url: `${base}/sobjects/Account/${one.Id}` };
    const expected = [{ attributes, Name: 'Northwind', Id: one.Id }, null];
    const user = 'sam@store.example';
    const path = `/composite/sobjects/Account`;
    const got = await call(`${base}${path}?ids=${one.Id},${two.Id}&fields=name`, { user });
    expect(got.body).toEqual(expected);
    const ids = [one.Id, two.Id];
    expect((await post(path, { ids, fields: ['Name'] }, { user })).body).toEqual(expected);
    const hidden = await post(path, { ids, fields: ['Nope'] }, { user });
    expect([hidden.status, hidden.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
    expect((await post(path, { ids: 'x', fields: [] })).status).toBe(400);
  });

  it('is read of at most 2,000', async () => {
    const ids = Array.from({ length: 2001 }, () => find('Account', 'Northwind').Id);
    const read = (count: number) =>
      post('/composite/sobjects/Account', { ids: ids.slice(0, count), fields: ['Name'] });
    expect((await read(2000)).body).toHaveLength(2000);
    const { status, body } = await read(2001);
    expect([status, body[0].errorCode]).toEqual([400, 'EXCEEDED_ID_LIMIT']);
    const short = `${base}/composite/sobjects/Account?fields=Name&ids=`;
    expect((await call(short + ids.slice(0, 201).join(','))).body).toHaveLength(201);
  });
});
