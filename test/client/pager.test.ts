import { createPager, emptyList, type PagedList } from 'bff/pager';
import { describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';

/** A list whose pages come when the test says so. */
function setUp() {
  const asked: {
    after: string;
    answer(page: { items: string[]; next: string | null }): void;
    fail(error: Error): void;
  }[] = [];
  const seen: PagedList<string>[] = [];
  const pager = createPager<string>({
    read: (after) =>
      new Promise((answer, fail) => {
        asked.push({ after, answer, fail });
      }),
    show: (list) => seen.push(list),
  });
  return { pager, asked, seen, last: () => seen.at(-1) ?? emptyList };
}

describe('pager', () => {
  it('begins with the first page, and reads no further by itself', () => {
    const { pager, asked, last } = setUp();
    void pager.begin({ items: ['a', 'b'], next: 'after b' });
    expect(last()).toEqual({ ...emptyList, items: ['a', 'b'], pages: 1, next: 'after b' });
    expect(asked).toHaveLength(0);
  });

  it('reads on where the last page ended, and says so meanwhile', async () => {
    const { pager, asked, last } = setUp();
    void pager.begin({ items: ['a'], next: 'after a' });
    const more = pager.more();
    expect(asked[0]?.after).toBe('after a');
    expect(last()).toMatchObject({ items: ['a'], loading: true });
    asked[0]?.answer({ items: ['b'], next: null });
    expect(await more).toBe(true);
    expect(last()).toEqual({ ...emptyList, items: ['a', 'b'], pages: 2 });
  });

  it('stays as it is where it is begun with the page that it has begun with', async () => {
    const { pager, asked, last } = setUp();
    const first = { items: ['a'], next: 'after a' };
    void pager.begin(first);
    const more = pager.more();
    void pager.begin(first);
    asked[0]?.answer({ items: ['b'], next: null });
    await more;
    void pager.begin(first);
    expect(last()).toEqual({ ...emptyList, items: ['a', 'b'], pages: 2 });
    expect(asked).toHaveLength(1);
    pager.clear();
    void pager.begin(first);
    expect(last().items).toEqual(['a']);
  });

  it('asks neither twice at once nor beyond the end', async () => {
    const { pager, asked } = setUp();
    void pager.begin({ items: ['a'], next: 'after a' });
    void pager.more();
    expect(await pager.more()).toBe(false);
    expect(asked).toHaveLength(1);
    void pager.begin({ items: ['a'], next: null });
    expect(await pager.more()).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('keeps what there is when a page does not come, and tries again', async () => {
    const { pager, asked, last } = setUp();
    void pager.begin({ items: ['a'], next: 'after a' });
    const more = pager.more();
    const error = new Error('no connection');
    asked[0]?.fail(error);
    expect(await more).toBe(false);
    expect(last()).toEqual({ ...emptyList, items: ['a'], pages: 1, next: 'after a', error });
    void pager.more();
    expect(last().error).toBeUndefined();
    expect(asked[1]?.after).toBe('after a');
  });

  it('reads on until it has as many pages as it is told', async () => {
    const { pager, asked, last } = setUp();
    const begun = pager.begin({ items: ['a'], next: '1' }, 3);
    asked[0]?.answer({ items: ['b'], next: '2' });
    await eventually(() => expect(asked).toHaveLength(2));
    asked[1]?.answer({ items: ['c'], next: '3' });
    await begun;
    expect(last()).toMatchObject({ items: ['a', 'b', 'c'], pages: 3, next: '3' });
    expect(asked).toHaveLength(2);
  });

  it('is as long after its first page was read again as it was before, and no shorter meanwhile', async () => {
    const { pager, asked, seen, last } = setUp();
    const begun = pager.begin({ items: ['a'], next: '1' }, 2);
    asked[0]?.answer({ items: ['b'], next: '2' });
    await begun;
    seen.length = 0;
    const again = pager.begin({ items: ['new'], next: '1n' });
    expect(asked[1]?.after).toBe('1n');
    expect(last()).toMatchObject({ items: ['a', 'b'], loading: true });
    expect(await pager.more()).toBe(false);
    asked[1]?.answer({ items: ['a'], next: '2n' });
    await again;
    expect(last()).toEqual({ ...emptyList, items: ['new', 'a'], pages: 2, next: '2n' });
    expect(seen).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  it('is as long as it can be when it has become shorter, or cannot be read again', async () => {
    const { pager, asked, last } = setUp();
    const begun = pager.begin({ items: ['a'], next: '1' }, 2);
    asked[0]?.answer({ items: ['b'], next: '2' });
    await begun;
    const again = pager.begin({ items: ['a'], next: '1' });
    const error = new Error('no connection');
    asked[1]?.fail(error);
    await again;
    expect(last()).toEqual({ ...emptyList, items: ['a'], pages: 1, next: '1', error });
    await pager.begin({ items: ['only'], next: null });
    expect(last()).toEqual({ ...emptyList, items: ['only'], pages: 1 });
  });

  it.each(['answer', 'fail'] as const)(
    'passes over a late %s to a list that is another by now',
    async (how) => {
      const { pager, asked, seen, last } = setUp();
      void pager.begin({ items: ['a'], next: 'after a' });
      const more = pager.more();
      void pager.begin({ items: ['x'], next: 'after x' });
      const shown = seen.length;
      if (how === 'answer') asked[0]?.answer({ items: ['b'], next: null });
      else asked[0]?.fail(new Error('late'));
      expect(await more).toBe(false);
      expect(seen).toHaveLength(shown);
      expect(last()).toMatchObject({ items: ['x'], error: undefined });
    },
  );

  it('shows nothing once it is cleared', async () => {
    const { pager, asked, last } = setUp();
    const begun = pager.begin({ items: ['a'], next: 'after a' }, 2);
    pager.clear();
    asked[0]?.answer({ items: ['b'], next: 'after b' });
    await begun;
    expect(last()).toEqual(emptyList);
    expect(asked).toHaveLength(1);
  });
});
