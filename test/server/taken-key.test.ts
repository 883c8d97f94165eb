import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { OAuthFailure } from '../../server/bff/salesforce/oauth-failure.ts';
import { readPrivateKeys } from '../../server/bff/salesforce/private-key.ts';
import { createTakenKey } from '../../server/bff/salesforce/taken-key.ts';

const refused = (error: string, description: string) =>
  new OAuthFailure('refused', error, description, undefined);
const notTaken = refused('invalid_grant', 'invalid assertion');

/** Salesforce, as far as it knows one key. */
const taking = (known: string) =>
  vi.fn(async (key: string) => {
    if (key !== known) throw notTaken;
    return `done with ${key}`;
  });

describe('createTakenKey', () => {
  it('tries the next key where one is not taken, and begins with the one that was', async () => {
    const withTakenKey = createTakenKey(['old', 'new']);
    const before = taking('old');
    expect(await withTakenKey(before)).toBe('done with old');
    expect(before).toHaveBeenCalledTimes(1);
    const after = taking('new');
    expect(await withTakenKey(after)).toBe('done with new');
    expect(await withTakenKey(after)).toBe('done with new');
    expect(after.mock.calls).toEqual([['old'], ['new'], ['new']]);
    // A host that does not know the new certificate yet.
    expect(await withTakenKey(taking('old'))).toBe('done with old');
  });

  it('gives the first refusal where none is taken, each tried once', async () => {
    const other = refused('invalid_client', 'invalid client credentials');
    const ask = vi.fn(async (key: string) => {
      throw key === 'old' ? notTaken : other;
    });
    await expect(createTakenKey(['old', 'new'])(ask)).rejects.toBe(notTaken);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['another refusal', refused('invalid_grant', 'expired access/refresh token')],
    ['a user who has not approved', refused('invalid_grant', "user hasn't approved this consumer")],
    ['no answer', new OAuthFailure('unknown', 'ETIMEDOUT', '', undefined)],
    ['an error of ours', new RangeError('x')],
  ])('tries no other key after %s', async (_, error) => {
    const ask = vi.fn(async () => {
      throw error;
    });
    await expect(createTakenKey(['old', 'new'])(ask)).rejects.toBe(error);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

describe('createTakenKey, of time and of nothing', () => {
  it('tries no other key when the first refusal has taken long: a refresh has its end', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const ask = vi.fn(async () => {
      now.mockReturnValue(3_001);
      throw notTaken;
    });
    await expect(createTakenKey(['old', 'new'])(ask)).rejects.toBe(notTaken);
    expect(ask).toHaveBeenCalledTimes(1);
    now.mockRestore();
  });

  it('refuses to do with no key at all', () => {
    expect(() => createTakenKey([])).toThrow(TypeError);
  });
});

describe('readPrivateKeys', () => {
  const pems = ['pkcs8', 'pkcs1'].map((type) =>
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: type as 'pkcs8',
      format: 'pem',
    }),
  );

  it('reads several in any form, in order', () => {
    const [one = '', other = ''] = pems.map(String);
    const list = `${one}, ${Buffer.from(other).toString('base64')}`;
    const read = readPrivateKeys(list).map((key) => key.export({ type: 'pkcs8', format: 'pem' }));
    const alone = [one, other].map((pem) =>
      readPrivateKeys(pem)[0]?.export({ type: 'pkcs8', format: 'pem' }),
    );
    expect(read).toEqual(alone);
    expect(new Set(read).size).toBe(2);
  });

  it.each(['x', `${pems[0]},`, `,${pems[0]}`])('refuses a list with what is no key', (list) => {
    expect(() => readPrivateKeys(list)).toThrow('must be a private key');
  });
});
