import { describe, expect, it } from 'vitest';
import { createBoundedCache } from '../../server/bff/sources/bounded-cache.ts';

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
});
