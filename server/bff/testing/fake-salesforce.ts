import { MockAgent } from 'undici';
import { z } from 'zod';

/** What Salesforce says when it refuses. */
export interface Refusal {
  /** Salesforce's own, such as `FIELD_CUSTOM_VALIDATION_EXCEPTION` or `REQUEST_LIMIT_EXCEEDED`. */
  readonly errorCode: string;
  readonly message?: string;
  /** The fields to blame, by their names in Salesforce. */
  readonly fields?: readonly string[];
  /** The record that is refused, by its name in the call. Default: the first. */
  readonly record?: string;
}

export interface FakeSalesforceOptions {
  /** What queries find, one list for each in the order in which they are asked; later ones find nothing. */
  readonly finds?: readonly (readonly object[])[];
  /** What Salesforce fills into new records, by their names in the call. An `Id` is made up. */
  readonly fills?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Refuses to make a command's records, or to answer a query's. */
  readonly refuses?: Refusal;
  /** Does not answer at all. */
  readonly away?: boolean;
}

/** A record that Salesforce was to make. */
export interface WrittenRecord {
  readonly name: string;
  readonly sObject: string;
  /** As sent: the id of a record made before is `@{name.id}`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Salesforce as a test plays it: answers as told, and keeps what it was asked. */
export interface FakeSalesforce {
  /** The text of every query, in order. */
  readonly asked: readonly string[];
  /** The records that it made; of a call that it refused none. */
  readonly created: readonly WrittenRecord[];
  /** Takes the place of the connections to Salesforce. */
  readonly dispatcher: MockAgent;
}

/** Where the server believes Salesforce to be. */
export const instanceUrl = 'https://fake.my.salesforce.com';

const Composite = z.object({
  compositeRequest: z.array(
    z.object({
      method: z.string(),
      url: z.string(),
      referenceId: z.string(),
      body: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});
type Part = z.output<typeof Composite>['compositeRequest'][number];

interface Answer {
  readonly httpStatusCode: number;
  readonly body: unknown;
}

/**
 * Makes a Salesforce without a network, for {@link tryRoute}.
 *
 * @example
 * const salesforce = fakeSalesforce({
 *   finds: [[{ Id: orderId }]],
 *   fills: { case: { CaseNumber: '00001026' } },
 * });
 */
export function fakeSalesforce(options: FakeSalesforceOptions = {}): FakeSalesforce {
  const { finds = [], fills = {}, refuses, away = false } = options;
  const asked: string[] = [];
  const created: WrittenRecord[] = [];
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();

  function find(url: string): Answer {
    asked.push(new URL(url, instanceUrl).searchParams.get('q') ?? '');
    const records = finds[asked.length - 1] ?? [];
    return { httpStatusCode: 200, body: { done: true, totalSize: records.length, records } };
  }

  function refusal({ errorCode, message = errorCode, fields = [] }: Refusal): Answer {
    return { httpStatusCode: 400, body: [{ errorCode, message, fields }] };
  }

  function make(parts: readonly Part[]): readonly Answer[] {
    const records = parts.filter(isWrite);
    if (refuses) {
      const { record = records[0]?.referenceId } = refuses;
      const halted = refusal({ errorCode: 'PROCESSING_HALTED' });
      return parts.map(({ referenceId }) => (referenceId === record ? refusal(refuses) : halted));
    }
    const made = new Map<string, Readonly<Record<string, unknown>>>();
    for (const { url, referenceId, body } of records) {
      created.push({ name: referenceId, sObject: url.split('/').at(-1) ?? '', fields: body });
      const id = `a00${String(created.length).padStart(12, '0')}AAA`;
      made.set(referenceId, { Id: id, ...body, ...fills[referenceId] });
    }
    return parts.map((part) => {
      const record = made.get(isWrite(part) ? part.referenceId : nameRead(part));
      return isWrite(part)
        ? { httpStatusCode: 201, body: { id: record?.Id, success: true, errors: [] } }
        : { httpStatusCode: 200, body: record };
    });
  }

  function composite(text: string): Answer {
    const parts = Composite.parse(JSON.parse(text)).compositeRequest;
    const answers = parts.some(isWrite) ? make(parts) : parts.map(({ url }) => find(url));
    const compositeResponse = parts.map(({ referenceId }, at) => ({ referenceId, ...answers[at] }));
    return { httpStatusCode: 200, body: { compositeResponse } };
  }

  dispatcher
    .get(instanceUrl)
    .intercept({ path: () => true, method: () => true })
    .reply(({ path, body }) => {
      if (away) return { statusCode: 503, data: '' };
      const { httpStatusCode, body: data } =
        typeof body === 'string' && body !== '' ? composite(body) : answerQuery(path);
      return {
        statusCode: httpStatusCode,
        data: JSON.stringify(data),
        responseOptions: { headers: { 'content-type': 'application/json' } },
      };
    })
    .persist();

  function answerQuery(path: string): Answer {
    const answer = find(path);
    return refuses ? refusal(refuses) : answer;
  }

  return { asked, created, dispatcher };
}

const isWrite = ({ method }: Part): boolean => method === 'POST';

/** Of the record that a part reads: `…/sobjects/Case/@{case.id}?fields=CaseNumber`. */
const nameRead = ({ url }: Part): string => /@\{(\w+)\.id\}/.exec(url)?.[1] ?? '';
