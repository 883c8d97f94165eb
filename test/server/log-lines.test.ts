import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogLines } from '../../server/log-lines.ts';

/** Somebody who reads, at most so many bytes of each write. */
function setUp() {
  let text = '';
  let most = Number.POSITIVE_INFINITY;
  let failure: string | undefined;
  const send = vi.fn((bytes: Buffer) => {
    if (failure !== undefined) throw Object.assign(new Error(failure), { code: failure });
    const part = bytes.subarray(0, most);
    text += part.toString('latin1');
    return part.length;
  });
  return {
    ...createLogLines(send),
    send,
    read: () => text,
    readsAtMost(bytes: number) {
      most = bytes;
    },
    fails(code: string | undefined) {
      failure = code;
    },
  };
}

beforeEach(() => {
  // The clock stays as it is: a test measures by it.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createLogLines', () => {
  it('writes the lines of one turn of the event loop at once, in their order', () => {
    const { write, send, read } = setUp();
    for (const line of ['a\n', 'b\n', 'c\n']) write(line);
    expect(read()).toBe('');
    vi.advanceTimersByTime(0);
    expect(read()).toBe('a\nb\nc\n');
    expect(send).toHaveBeenCalledTimes(1);
    write('d\n');
    vi.advanceTimersByTime(10);
    expect(read()).toBe('a\nb\nc\nd\n');
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('writes what waits when it is told to, as at the end of a process', () => {
    const { write, flushSync, read } = setUp();
    write('a\n');
    flushSync();
    expect(read()).toBe('a\n');
  });

  it('writes on where a reader has taken a part, in the midst of a character, too', () => {
    const { write, flushSync, readsAtMost, read } = setUp();
    readsAtMost(1);
    write('žluť\n');
    flushSync();
    expect(Buffer.from(read(), 'latin1').toString()).toBe('žluť\n');
  });

  it('tries again where a reader does not keep up, and writes nothing twice', () => {
    const { write, fails, read } = setUp();
    fails('EAGAIN');
    write('a\n');
    vi.advanceTimersByTime(50);
    write('b\n');
    fails(undefined);
    vi.advanceTimersByTime(10);
    expect(read()).toBe('a\nb\n');
  });

  it('keeps so many lines for such a reader, and says how many more have been lost', () => {
    const { write, fails, read } = setUp();
    const line = `${'x'.repeat(999)}\n`;
    fails('EAGAIN');
    for (let count = 0; count < 5_000; count += 1) write(line);
    fails(undefined);
    vi.advanceTimersByTime(10);
    const lines = read().trimEnd().split('\n');
    const last = JSON.parse(lines.pop() ?? '');
    expect(last).toEqual({
      level: 40,
      time: expect.any(Number),
      event: 'log_lines_lost',
      lines: 5_000 - lines.length,
    });
    expect(lines.length).toBeGreaterThan(3_900);
    expect(lines.length).toBeLessThan(4_100);
    write('a\n');
    vi.advanceTimersByTime(10);
    expect(read().endsWith('}\na\n')).toBe(true);
  });

  it('does not wait for such a reader for ever when the process ends', () => {
    const { write, flushSync, fails, send } = setUp();
    fails('EAGAIN');
    // Otherwise a wait without an end would be one here, too.
    const tries = send.getMockImplementation() ?? expect.fail();
    send.mockImplementation((bytes) => {
      if (send.mock.calls.length > 1_000) throw new Error('It does not end');
      return tries(bytes);
    });
    write('a\n');
    const start = performance.now();
    flushSync();
    expect(performance.now() - start).toBeGreaterThan(500);
    expect(send.mock.calls.length).toBeGreaterThan(10);
    expect(send.mock.calls.length).toBeLessThan(1_000);
  });

  it('writes so much at once as a pipe takes whole, and whole lines', () => {
    const { write, flushSync, send } = setUp();
    const lines = Array.from({ length: 40 }, (_, index) => `${String(index).repeat(150)}\n`);
    const long = `${'x'.repeat(10_000)}\n`;
    for (const line of [...lines, long, 'a\n']) write(line);
    flushSync();
    const pieces = send.mock.calls.map(([bytes]) => bytes.toString());
    expect(pieces.join('')).toBe([...lines, long, 'a\n'].join(''));
    expect(pieces.filter((piece) => !piece.endsWith('\n'))).toEqual([]);
    expect(pieces.filter((piece) => piece.length > 4_096)).toEqual([long]);
    expect(pieces.length).toBeLessThan(7);
  });

  it('goes on after another failure, and says how many lines it has cost', () => {
    const { write, flushSync, fails, read } = setUp();
    fails('ENOSPC');
    for (const line of ['a\n', 'b\n']) write(line);
    vi.advanceTimersByTime(0);
    write('c\n');
    flushSync();
    fails(undefined);
    write('d\n');
    vi.advanceTimersByTime(0);
    const [kept, lost] = read().split('\n');
    expect([kept, JSON.parse(lost ?? '')]).toMatchObject(['d', { lines: 3 }]);
  });

  it('does not count the line that tells of the lost ones, where that is lost as well', () => {
    const { write, send, fails, read } = setUp();
    fails('ENOSPC');
    write('a\n');
    vi.advanceTimersByTime(0);
    fails(undefined);
    const works = send.getMockImplementation() ?? expect.fail();
    send.mockImplementationOnce(works).mockImplementationOnce(() => {
      throw Object.assign(new Error(), { code: 'ENOSPC' });
    });
    write('b\n');
    vi.advanceTimersByTime(0);
    write('c\n');
    vi.advanceTimersByTime(0);
    const [b, c, lost] = read().split('\n');
    expect([b, c, JSON.parse(lost ?? '')]).toMatchObject(['b', 'c', { lines: 1 }]);
  });

  it('does not keep a process alive that has nothing else to do', () => {
    vi.useRealTimers();
    const { write, fails } = setUp();
    fails('EAGAIN');
    write('a\n');
    const waits = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = waits();
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      expect(waits()).toBe(before);
    });
  });

  it('writes nothing more where nobody reads', () => {
    const { write, flushSync, fails, send } = setUp();
    fails('EPIPE');
    write('a\n');
    vi.advanceTimersByTime(10);
    expect(send).toHaveBeenCalledTimes(1);
    fails(undefined);
    write('b\n');
    vi.advanceTimersByTime(10);
    flushSync();
    expect(send).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
