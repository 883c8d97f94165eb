import { describe, expect, it } from 'vitest';
import { base } from '../rest-rig.ts';
import { account, type Part, useCompositeRig } from './composite-rig.ts';

const { rig, composite } = useCompositeRig();
const { post } = rig;

describe('a composite request that is refused as a whole', () => {
  const refusal = async (parts: readonly Part[], version?: string) => {
    const before = rig.data.tables.Account.size;
    const answer = await composite(parts, version === undefined ? {} : { version });
    expect(rig.data.tables.Account.size).toBe(before);
    return [answer.status, answer.body[0].errorCode];
  };
  const many = (count: number, part: (index: number) => Part) =>
    Array.from({ length: count }, (_, index) => part(index));

  it('has more than 25 parts', async () => {
    expect(await refusal(many(26, (i) => account(`a${i}`)))).toEqual([400, 'LIMIT_EXCEEDED']);
    const allowed = await composite(many(25, (i) => account(`a${i}`)));
    expect(allowed.body.compositeResponse).toHaveLength(25);
  });

  it('has more than five queries and collections', async () => {
    const query = (i: number): Part => ({
      method: 'GET',
      url: `${base}/query${i % 2 ? 'All' : ''}?q=SELECT+Id+FROM+Account+LIMIT+1`,
      referenceId: `q${i}`,
    });
    const collection: Part = {
      url: `${base}/composite/sobjects`,
      referenceId: 'c',
      body: { records: [] },
    };
    expect(await refusal([...many(5, query), collection])).toEqual([400, 'LIMIT_EXCEEDED']);
    const allowed = await composite([...many(4, query), collection, account('other')]);
    expect(allowed.body.compositeResponse).toHaveLength(6);
  });

  it('names a part wrongly, twice or not at all', async () => {
    expect(await refusal([account('a[1]')])).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(await refusal([account('_a')])).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(await refusal([account('')])).toEqual([400, 'JSON_PARSER_ERROR']);
    expect(await refusal([account('a'), account('a')])).toEqual([400, 'JSON_PARSER_ERROR']);
    const old = await composite([account('a[1]')], { version: 'v51.0' });
    expect(old.body.compositeResponse[0].httpStatusCode).toBe(201);
  });

  it.each([
    'sobjects/Account',
    'http://localhost/services/data/v66.0/limits',
    '/services/oauth2/token',
  ])('asks for %s', async (url) => {
    expect(await refusal([{ ...account('a'), url }])).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it.each(['Authorization', 'content-type', 'Accept'])('sets the header %s', async (name) => {
    const part = { ...account('a'), httpHeaders: { [name]: 'x' } };
    expect(await refusal([part])).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it('has no list of parts', async () => {
    const { status, body } = await post('/composite', { compositeRequest: 'x' });
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
  });
});
