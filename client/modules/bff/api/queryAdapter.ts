import { type Parameters, queryString } from 'bff/transport';
import type { WireAdapter, WireAdapterConstructor } from 'lwc';
import { nothingYet, type SharedReads, type WireResult } from './sharedReads.ts';

/**
 * The wire adapter of one query.
 *
 * As on the platform, a parameter that is `undefined` is not known yet, so nothing is read; one that
 * is `null` is left out. While an answer to new parameters is on its way the old one is not shown.
 *
 * @param path where the query is, e.g. `/api/myOrders`
 * @see https://github.com/salesforce/lwc/blob/master/packages/%40lwc/engine-core/src/framework/wiring/types.ts
 */
export function queryAdapter<Input extends Parameters, Output>(
  path: string,
  reads: SharedReads,
): WireAdapterConstructor<Input, WireResult<Output>> {
  return class QueryAdapter implements WireAdapter<Input> {
    readonly #emit: (result: WireResult<Output>) => void;
    #address: string | undefined;
    #release: (() => void) | undefined;

    constructor(emit: (result: WireResult<Output>) => void) {
      this.#emit = emit;
      // Without it the first render would find no object at all.
      emit(nothingYet);
    }

    connect() {
      // The engine follows it with an update.
    }

    update(input: Input) {
      const address = addressOf(path, input);
      if (address === this.#address) return;
      this.disconnect();
      this.#address = address;
      if (address === undefined) {
        this.#emit(nothingYet);
        return;
      }
      this.#release = reads.subscribe(address, (result) => {
        // The route's output is what the server's types say; only its own code answers here.
        this.#emit(result as WireResult<Output>);
      });
    }

    disconnect() {
      this.#release?.();
      this.#release = undefined;
      this.#address = undefined;
    }
  };
}

function addressOf(path: string, parameters: Parameters): string | undefined {
  const known = Object.values(parameters).every((value) => value !== undefined);
  return known ? path + queryString(parameters) : undefined;
}
