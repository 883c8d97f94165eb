import { describe, expect, it, vi } from 'vitest';
import { createPlaces } from '../../server/bff/sources/places.ts';

const patient = new AbortController().signal;

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
    const all = Array.from({ length: 5 }, () => places.run(work, patient));
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
    const failing = places.run(work, patient);
    const waiting = places.run(async () => 'done', patient);
    await turn();
    ends[0]?.(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    expect(await waiting).toBe('done');
    expect(await places.run(async () => 'again', patient)).toBe('again');
  });

  it('refuses at once whoever would wait too far behind', async () => {
    const places = createPlaces({ places: 1, waiting: 2 });
    const { ends, work } = workbench();
    const all = [places.run(work, patient), places.run(work, patient), places.run(work, patient)];
    await expect(places.run(work, patient)).rejects.toMatchObject({
      code: 'salesforce_unavailable',
      headers: { 'Retry-After': '5' },
    });
    for (let next = 0; next < 3; next += 1) {
      ends[next]?.();
      await turn();
    }
    await Promise.all(all);
  });

  it('lets whoever waits no longer leave the queue, and gives the place to the next', async () => {
    const places = createPlaces({ places: 1, waiting: 2 });
    const { ends, work } = workbench();
    const leaving = new AbortController();
    const first = places.run(work, patient);
    const left = vi.fn(async () => {});
    const leaves = places.run(left, leaving.signal);
    const stays = places.run(async () => 'done', patient);
    leaving.abort();
    await expect(leaves).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    // There is room in the queue again.
    const behind = places.run(async () => 'behind', patient);
    expect(places.areEmpty).toBe(false);
    ends[0]?.();
    await first;
    expect([await stays, await behind]).toEqual(['done', 'behind']);
    expect(left).not.toHaveBeenCalled();
    expect(places.areEmpty).toBe(true);
  });

  it('begins nothing for whoever has left already', async () => {
    const places = createPlaces({ places: 1, waiting: 2 });
    const { ends, work } = workbench();
    await expect(places.run(work, AbortSignal.abort())).rejects.toMatchObject({
      code: 'salesforce_unavailable',
    });
    expect(ends).toHaveLength(0);
  });
});
