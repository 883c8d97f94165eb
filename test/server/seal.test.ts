import { describe, expect, it } from 'vitest';
import { createSealer } from '../../server/bff/session/seal.ts';

const [first, second] = ['one secret of thirty-two bytes..', 'another one of thirty-two bytes.'];

describe('createSealer', () => {
  const sealer = createSealer([first], 'test');
  const sealed = sealer.seal({ state: 'abc' }, 'ada');

  it('opens what it sealed, for the same owner', () => {
    expect(sealer.open(sealed, 'ada')).toEqual({ state: 'abc' });
    expect(sealed).not.toContain('abc');
  });

  it('never seals twice the same way', () => {
    expect(sealer.seal({ state: 'abc' }, 'ada')).not.toBe(sealed);
  });

  it('does not open it for anybody else, or for another purpose', () => {
    expect(sealer.open(sealed, 'grace')).toBeUndefined();
    expect(createSealer([first], 'other').open(sealed, 'ada')).toBeUndefined();
  });

  it('opens with any secret of the list and seals with the first', () => {
    const rotated = createSealer([second, first], 'test');
    expect(rotated.open(sealed, 'ada')).toEqual({ state: 'abc' });
    expect(sealer.open(rotated.seal(1, 'ada'), 'ada')).toBeUndefined();
    expect(createSealer([second], 'test').open(sealed, 'ada')).toBeUndefined();
  });

  it('refuses every text in which one character was changed', () => {
    for (let place = 0; place < sealed.length; place++) {
      const other = sealed[place] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, place) + other + sealed.slice(place + 1);
      // The last character of base64url may carry unused bits: then the bytes are the same.
      const body = (text: string) => Buffer.from(text.split('.')[1] ?? '', 'base64url');
      if (changed.split('.')[0] === sealed.split('.')[0] && body(changed).equals(body(sealed)))
        continue;
      expect(sealer.open(changed, 'ada'), `place ${place}`).toBeUndefined();
    }
  });

  it.each(['', '.', 'a.b', `${sealed}.x`.slice(0, 20), '💥'])('refuses %j', (text) => {
    expect(sealer.open(text, 'ada')).toBeUndefined();
  });

  it('needs a secret', () => {
    expect(() => createSealer([], 'test')).toThrow(TypeError);
  });
});
