import { describe, expect, it } from 'vitest';
import { createBoundedCache } from '../../server/bff/sources/bounded-cache.ts';
import { createRandom } from '../org/data/seed/random.ts';

describe('createBoundedCache', () => {
  it('drops what was not used for longest when there are too many', () => {
    const cache = createBoundedCache<number>({ entries: 3, bytes: 1_000 });
    for (const [value, key] of ['a', 'b', 'c'].entries()) cache.set(key, value, 1);
    cache.get('a');
    cache.set('d', 3, 1);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
  });

  it('drops as many as it takes when they are too large', () => {
    const cache = createBoundedCache<string>({ entries: 100, bytes: 100 });
    cache.set('a', 'a', 40);
    cache.set('b', 'b', 40);
    cache.set('c', 'c', 20);
    cache.set('d', 'd', 70);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([
      undefined,
      undefined,
      'c',
      'd',
    ]);
  });

  it('does not keep what is larger than everything may be, nor what was there before', () => {
    const cache = createBoundedCache<string>({ entries: 100, bytes: 100 });
    cache.set('a', 'small', 10);
    cache.set('b', 'other', 10);
    cache.set('a', 'large', 101);
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 'other']);
  });

  it('counts what is replaced or deleted once', () => {
    const cache = createBoundedCache<number>({ entries: 100, bytes: 100 });
    for (let round = 0; round < 50; round += 1) cache.set('same', round, 60);
    cache.set('other', 1, 40);
    expect([cache.get('same'), cache.get('other')]).toEqual([49, 1]);
    cache.delete('same');
    cache.delete('same');
    cache.delete('never there');
    cache.set('third', 3, 60);
    expect([cache.get('other'), cache.get('third')]).toEqual([1, 3]);
  });

  it('keeps what a list would that is put in order at each use, whatever is done to it', () => {
    const cache = createBoundedCache<number>({ entries: 4, bytes: 20 });
    let list: { key: string; value: number; bytes: number }[] = [];
    const without = (key: string) => list.filter((one) => one.key !== key);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const random = createRandom(20_261_130);
    for (let step = 0; step < 5_000; step += 1) {
      const key = random.pick(keys);
      const present = list.find((one) => one.key === key);
      switch (random.between(0, 2)) {
        case 0:
          expect(cache.get(key)).toBe(present?.value);
          if (present) list = [...without(key), present];
          break;
        case 1: {
          const bytes = random.between(1, 12);
          cache.set(key, step, bytes);
          list = [...without(key), { key, value: step, bytes }];
          while (list.length > 4 || list.reduce((sum, one) => sum + one.bytes, 0) > 20)
            list.shift();
          break;
        }
        default:
          cache.delete(key);
          list = without(key);
      }
    }
  });
});
