import type { Query } from 'bff/api';
import { type Parameters, RequestError } from 'bff/transport';
import type { WireAdapter } from 'lwc';
import { deepFreeze } from '../api/deepFreeze.ts';
import { nothingYet, type WireResult } from '../api/sharedReads.ts';
import { settled } from './settled.ts';

/** A query that answers what a test says. Every control settles when components have rendered. */
export interface TestQuery<Input extends Parameters, Output> extends Query<Input, Output> {
  /** Gives every wire data. */
  emit(data: Output): Promise<void>;
  /** Gives every wire an error. */
  error(body?: Partial<RequestError['body']>, status?: number, statusText?: string): Promise<void>;
  /** Takes both away, as while a component waits. */
  loading(): Promise<void>;
  /** What the wires were configured with last; undefined where none is on the page. */
  getLastConfig(): Input | undefined;
  /** How often components have called `refresh()`. */
  readonly refreshes: number;
}

/**
 * Makes a query for the test of a component: a wire adapter with `emit`, `error` and `getLastConfig`,
 * as `createApexTestWireAdapter` gives tests on the platform.
 *
 * @param call what the query does when it is called instead of wired, such as `vi.fn()`
 * @see https://github.com/salesforce/wire-service-jest-util
 * @example
 * vi.mock('store/api', async () => {
 *   const { createTestQuery } = await import('bff/testing');
 *   return { myOrders: createTestQuery() };
 * });
 */
export function createTestQuery<Input extends Parameters, Output>(
  call: (input: Input) => Promise<Output> = async () => {
    throw new Error('The test has not said what the query answers when it is called');
  },
): TestQuery<Input, Output> {
  const wires = new Set<(result: WireResult<Output>) => void>();
  let lastConfig: Input | undefined;
  let refreshes = 0;

  async function publish(result: Pick<WireResult<Output>, 'data' | 'error'>) {
    const refresh = async () => {
      refreshes += 1;
    };
    for (const emit of wires) emit(Object.freeze({ ...result, refresh }));
    await settled();
  }

  class TestAdapter implements WireAdapter<Input> {
    readonly #emit: (result: WireResult<Output>) => void;

    constructor(emit: (result: WireResult<Output>) => void) {
      this.#emit = emit;
      emit(nothingYet);
    }

    connect() {
      wires.add(this.#emit);
    }

    update(config: Input) {
      lastConfig = config;
    }

    disconnect() {
      wires.delete(this.#emit);
      if (wires.size === 0) lastConfig = undefined;
    }
  }

  return Object.defineProperty(
    Object.assign((input: Input) => call(input), {
      adapter: TestAdapter,
      emit: (data: Output) => publish({ data: deepFreeze(data), error: undefined }),
      error: (
        body: Partial<RequestError['body']> = {},
        status = 500,
        statusText = 'Internal error',
      ) => {
        const whole = { message: 'Something went wrong.', errorCode: 'internal', ...body };
        return publish({ data: undefined, error: new RequestError(status, statusText, whole) });
      },
      loading: () => publish({ data: undefined, error: undefined }),
      getLastConfig: () => lastConfig,
      refreshes: 0,
    }),
    'refreshes',
    { get: () => refreshes },
  );
}

/**
 * The controls of a query that `vi.mock` has put in the place of a real one, with its types.
 *
 * @throws {TypeError} when it is the real one
 * @example await testQuery(myOrders).emit({ items: [], next: null });
 */
export function testQuery<Input extends Parameters, Output>(
  query: Query<Input, Output>,
): TestQuery<Input, Output> {
  if (isTestQuery(query)) return query;
  throw new TypeError('This is the real query: let vi.mock put a createTestQuery() in its place');
}

const isTestQuery = <Input extends Parameters, Output>(
  query: Query<Input, Output>,
): query is TestQuery<Input, Output> => 'getLastConfig' in query;
