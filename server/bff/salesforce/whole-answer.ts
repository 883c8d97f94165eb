import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

export interface WholeAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  /** As UTF-8. */
  readonly body: string;
}

export interface Listening {
  /** Ends the call, also one that waits for a connection. */
  readonly signal: AbortSignal;
  /** Told when an answer has begun, which may break off all the same. */
  readonly begun: () => void;
}

/** It leaves a byte order mark out, which JSON cannot begin with. */
const utf8 = new TextDecoder();

/**
 * Makes a call and waits for the end of its answer. undici's own `request` makes a stream of every answer,
 * which costs a fifth of the call, and nobody here reads an answer before it is whole.
 *
 * @throws through the promise: undici's errors, and the signal's reason
 * @see https://undici.nodejs.org/#/docs/api/Dispatcher.md?id=dispatcherdispatchoptions-handler
 */
export function wholeAnswer(
  dispatcher: Dispatcher,
  call: Dispatcher.DispatchOptions,
  { signal, begun }: Listening,
): Promise<WholeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WholeAnswer>();
  const pieces: Buffer[] = [];
  let head: Omit<WholeAnswer, 'body'> | undefined;
  let controller: Dispatcher.DispatchController | undefined;

  function giveUp(): void {
    controller?.abort(signal.reason);
    fail(signal.reason);
  }
  function fail(error: unknown): void {
    signal.removeEventListener('abort', giveUp);
    reject(error);
  }

  if (signal.aborted) {
    reject(signal.reason);
    return promise;
  }
  signal.addEventListener('abort', giveUp);
  try {
    dispatcher.dispatch(call, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) started.abort(signal.reason);
      },
      onResponseStart(_controller, statusCode, headers) {
        // Before the answer there may be news of it.
        if (statusCode < 200) return;
        head = { statusCode, headers };
        begun();
      },
      onResponseData: (_controller, piece) => void pieces.push(piece),
      onResponseEnd() {
        signal.removeEventListener('abort', giveUp);
        if (head === undefined) reject(new Error('An answer has ended that had not begun'));
        else resolve({ ...head, body: utf8.decode(Buffer.concat(pieces)) });
      },
      onResponseError: (_controller, error) => fail(error),
    });
  } catch (error) {
    fail(error);
  }
  return promise;
}
