import type { RequestError } from 'bff/transport';
import { deepFreeze } from './deepFreeze.ts';

/**
 * What a wire gives a component: both `undefined` while the first answer is on its way; both there where
 * what has been read could not be read again just now.
 */
export interface WireResult<Data> {
  readonly data: Data | undefined;
  readonly error: RequestError | undefined;
  /** Reads again, for every wire of the same query and parameters; settles when they have the answer. */
  refresh(): Promise<void>;
}

type Listener = (result: WireResult<unknown>) => void;

interface SharedRead {
  result: WireResult<unknown>;
  readonly listeners: Set<Listener>;
  /** The one call whose answer counts. */
  running: AbortController | undefined;
}

/** What a wire shows before it has read anything. */
export const nothingYet: WireResult<never> = Object.freeze({
  data: undefined,
  error: undefined,
  refresh: async () => {},
});

/** Fetches what stands at an address; `fresh`: as it is from now on. */
export type ReadAddress = (
  address: string,
  options: { readonly signal: AbortSignal; readonly fresh: boolean },
) => Promise<unknown>;

/** Reads that equal wires share, by their address. */
export interface SharedReads {
  /** Tells the listener the present result at once and every later one; reads if nobody has yet. The answer ends it. */
  subscribe(address: string, listener: Listener): () => void;
  /** Reads again what is on the page and stands at such an address. */
  refresh(isStale: (address: string) => boolean): void;
  /** Drops what was read; `readAgain`: what is still on the page is then read anew. */
  forget(options: { readAgain: boolean }): void;
}

/**
 * Keeps one result for an address as long as a wire uses it, and not a moment longer: so it is
 * bounded by what is on the page, and shows nothing that was read for an earlier page or user.
 *
 * What could not be read without a connection is read when the browser has one again.
 */
export function createSharedReads(read: ReadAddress, view: Window = window): SharedReads {
  const reads = new Map<string, SharedRead>();

  function publish(shared: SharedRead, result: Omit<WireResult<unknown>, 'refresh'>) {
    shared.result = Object.freeze({ ...result, refresh: shared.result.refresh });
    // A copy: a listener may end its subscription, or begin another.
    for (const listener of [...shared.listeners]) listener(shared.result);
  }

  async function run(address: string, shared: SharedRead, fresh: boolean): Promise<void> {
    shared.running?.abort();
    const running = new AbortController();
    shared.running = running;
    // A second attempt after an error shows as loading; a refresh keeps showing what there is.
    const { data: before, error: failed } = shared.result;
    if (failed) publish(shared, { data: before, error: undefined });
    const result = await read(address, { signal: running.signal, fresh }).then(
      (data) => ({ data: deepFreeze(data), error: undefined }),
      (error: RequestError) => ({ data: saysNothingOfData(error) ? before : undefined, error }),
    );
    if (shared.running !== running) return;
    shared.running = undefined;
    publish(shared, result);
    if (result.error?.body.errorCode === 'network_error') resume(shared, result.error);
  }

  function resume(shared: SharedRead, error: RequestError) {
    const again = () => shared.result.error === error && void shared.result.refresh();
    view.addEventListener('online', again, { once: true });
  }

  /** For what is still there when the page has been drawn anew: what is new on it reads by itself. */
  function readLater(address: string, shared: SharedRead) {
    const { result } = shared;
    view.setTimeout(() => {
      const isThere = reads.get(address) === shared;
      if (isThere && shared.result === result && !shared.running) void run(address, shared, false);
    });
  }

  function begin(address: string): SharedRead {
    const refresh = async () => {
      if (reads.get(address) === shared) await run(address, shared, true);
    };
    const shared: SharedRead = {
      result: Object.freeze({ data: undefined, error: undefined, refresh }),
      listeners: new Set(),
      running: undefined,
    };
    reads.set(address, shared);
    void run(address, shared, false);
    return shared;
  }

  return {
    subscribe(address, listener) {
      const shared = reads.get(address) ?? begin(address);
      shared.listeners.add(listener);
      listener(shared.result);
      return () => {
        shared.listeners.delete(listener);
        if (shared.listeners.size > 0 || reads.get(address) !== shared) return;
        reads.delete(address);
        shared.running?.abort();
        shared.running = undefined;
      };
    },
    refresh(isStale) {
      for (const [address, shared] of reads) if (isStale(address)) void shared.result.refresh();
    },
    forget({ readAgain }) {
      for (const [address, shared] of reads) {
        shared.running?.abort();
        shared.running = undefined;
        publish(shared, { data: undefined, error: undefined });
        if (readAgain) readLater(address, shared);
      }
    },
  };
}

/** Whether what was read may still be true: a refusal, such as that there is no such order, says otherwise. */
const saysNothingOfData = ({ status }: RequestError): boolean =>
  status === 0 || status === 429 || status >= 500;
