import { vi } from 'vitest';

/** What the server answers: by default 200 and no more than `{}`. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call that the page has made, to be answered when the test wants it to be. */
export interface Call {
  readonly url: string;
  readonly init: RequestInit;
  answer(answer: Answer): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** Lets everything run that waits for an answer, rendering included. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

/** Stands in for the network: keeps every call until the test answers it. */
export function fakeServer() {
  const calls: Call[] = [];
  const fetch = vi.fn(
    (url: string | URL | Request, init: RequestInit = {}) =>
      new Promise<Response>((resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        calls.push({
          url: String(url),
          init,
          async answer({ status = 200, body = {}, headers }) {
            const type = status < 400 ? 'application/json' : 'application/problem+json';
            const head = { status, headers: { 'content-type': type, ...headers } };
            resolve(new Response(JSON.stringify(body), head));
            await settled();
          },
          async fail(error) {
            reject(error);
            await settled();
          },
        });
      }),
  );
  return {
    fetch,
    calls,
    /** The latest call, which the test says must be there. */
    get last(): Call {
      const call = calls.at(-1);
      if (!call) throw new Error('Nothing was fetched');
      return call;
    },
    /** Answers every present and later call by its URL. */
    answering(answers: (url: string) => Answer) {
      fetch.mockImplementation(async (url) => {
        calls.push({ url: String(url), init: {}, answer: settled, fail: settled });
        const { status = 200, body = {} } = answers(String(url));
        const type = status < 400 ? 'application/json' : 'application/problem+json';
        return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
      });
    },
  };
}

export const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { title: code, status, code, detail: `Because of ${code}.`, requestId: 'r-1', ...more },
});
