import { describe, expect, it } from 'vitest';
import { base, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;

describe('a record that cannot be written', () => {
  const ways = ['PATCH', 'DELETE'] as const;
  const write = (method: (typeof ways)[number], path: string, user?: string) =>
    call(`${base}${path}`, {
      method,
      ...(method === 'PATCH' && { body: { Phone: '1' } }),
      ...(user !== undefined && { user }),
    });

  it.each(ways)('is none (%s)', async (method) => {
    const { status, body } = await write(method, '/sobjects/Account/001000000000000AAA');
    expect(status).toBe(404);
    expect(body).toEqual([
      {
        message: 'invalid cross reference id',
        errorCode: 'INVALID_CROSS_REFERENCE_KEY',
        fields: [],
      },
    ]);
  });

  it.each(ways)('is deleted (%s)', async (method) => {
    const { body: created } = await post('/sobjects/Account', { Name: 'Short-lived' });
    await write('DELETE', `/sobjects/Account/${created.id}`);
    const { status, body } = await write(method, `/sobjects/Account/${created.id}`);
    expect([status, body[0].errorCode]).toEqual([404, 'ENTITY_IS_DELETED']);
  });

  it.each(ways)("is another object's, or no id at all (%s)", async (method) => {
    const { Id } = find('Order', '00000100');
    const { status, body } = await write(method, `/sobjects/Account/${Id}`);
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message: `Account ID: id value of incorrect type: ${Id}`,
        errorCode: 'MALFORMED_ID',
        fields: ['Id'],
      },
    ]);
    expect((await write(method, '/sobjects/Account/abc')).body[0].errorCode).toBe('NOT_FOUND');
  });

  it.each(ways)("is another's, whom sharing keeps apart (%s)", async (method) => {
    const { Id } = find('Account', 'Contoso');
    const { status, body } = await write(method, `/sobjects/Account/${Id}`, 'sam@store.example');
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message: `insufficient access rights on cross-reference id: ${Id.slice(0, 15)}`,
        errorCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        fields: [],
      },
    ]);
    expect(rig.data.tables.Account.get(Id)).toMatchObject({ IsDeleted: false });
  });
});
