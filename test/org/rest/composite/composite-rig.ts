import { base, useRestRig } from '../rest-rig.ts';

/** A request within a composite one; POST where it does not say otherwise. */
export interface Part {
  method?: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

/** For tests: the REST API, and how composite requests are sent to it. */
export function useCompositeRig() {
  const rig = useRestRig();
  function composite(
    compositeRequest: readonly Part[],
    { allOrNone = false, version = 'v66.0', user = 'mia@store.example' } = {},
  ) {
    const requests = compositeRequest.map((part) => ({ method: 'POST', ...part }));
    const body = { allOrNone, compositeRequest: requests };
    return rig.call(`/services/data/${version}/composite`, { method: 'POST', body, user });
  }
  return { rig, composite };
}

/** A new account, named as the part of the request is. */
export function account(referenceId: string, Name: unknown = referenceId): Part {
  return { url: `${base}/sobjects/Account`, referenceId, body: { Name } };
}

/** What becomes of a part where another one failed. */
export const halted = {
  body: [
    {
      message:
        'The transaction was rolled back since another operation in the same transaction failed.',
      errorCode: 'PROCESSING_HALTED',
    },
  ],
  httpHeaders: {},
  httpStatusCode: 400,
};

/** What becomes of a part that refers to nothing. */
export function noValue(path: string) {
  return {
    body: [
      {
        message: `Invalid reference specified. No value for ${path} found in ${path.split(/[.[]/)[0]}. Provided referenceId ('${path}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`,
        errorCode: 'PROCESSING_HALTED',
      },
    ],
    httpHeaders: {},
    httpStatusCode: 400,
  };
}
