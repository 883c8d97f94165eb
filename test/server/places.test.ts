import { describe, expect, it } from 'vitest';
import { createPlaces } from '../../server/bff/sources/places.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when it is told to. */
function workbench() {
  const ends: ((error?: Error) => void)[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      ends.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  return { ends, work };
}

describe('createPlaces', () => {
  it('does so much side by side, and the rest as places become free', async () => {
    const places = createPlaces({ places: 2, waiting: 10 });
    const { ends, work } = workbench();
    const all = Array.from({ length: 5 }, () => places.run(work));
    await turn();
    expect(ends).toHaveLength(2);
    ends[0]?.();
    await turn();
    expect(ends).toHaveLength(3);
    for (let next = 1; next < 5; next += 1) {
      ends[next]?.();
      await turn();
    }
    await Promise.all(all);
    expect(ends).toHaveLength(5);
  });

  it('gives the place of what fails to the next one', async () => {
    const places = createPlaces({ places: 1, waiting: 1 });
    const { ends, work } = workbench();
    const failing = places.run(work);
    const waiting = places.run(async () => 'done');
    await turn();
    ends[0]?.(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    expect(await waiting).toBe('done');
    expect(await places.run(async () => 'again')).toBe('again');
  });

  it('refuses at once whoever would wait too far behind', async () => {
    const places = createPlaces({ places: 1, waiting: 2 });
    const { ends, work } = workbench();
    const all = [places.run(work), places.run(work), places.run(work)];
    await expect(places.run(work)).rejects.toMatchObject({
      code: 'salesforce_unavailable',
      headers: { 'Retry-After': '5' },
    });
    for (let next = 0; next < 3; next += 1) {
      ends[next]?.();
      await turn();
    }
    await Promise.all(all);
  });
});
