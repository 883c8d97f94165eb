import { ApiError } from '../../data/api-error.ts';
import { isJsonObject } from '../../data/writes/read-record.ts';

/** The answers so far, by the names that the request gave them. */
export type Answers = ReadonlyMap<string, unknown>;

const reference = /@\{([^}]+)\}/g;

/** Documented, both sentences. */
function noValue(path: string): ApiError {
  const [name = ''] = path.split(/[.[]/);
  const message = `Invalid reference specified. No value for ${path} found in ${name}. Provided referenceId ('${path}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').`;
  return new ApiError(400, 'PROCESSING_HALTED', message);
}

function step(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(part) ? value[Number(part)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

/** Follows `order.id`, `list[0].id`, `found.records[1].Account.Name`; cases are told apart (documented). */
function lookUp(answers: Answers, path: string, version: string): string | number | boolean | null {
  const [name = '', ...parts] = path.replaceAll(/\[(\w+)\]/g, '.$1').split('.');
  const value = parts.reduce(step, answers.get(name));
  // Documented: an empty field is no value before version 52, and null from then on.
  if (value === null && Number(version) >= 52) return null;
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  if (!isPlain) throw noValue(path);
  return value as string | number | boolean;
}

/**
 * Puts values into the places that name them, anywhere in a body or a URL. A text that is one
 * reference and nothing else keeps the value's type. That a URL is not decoded first is a guess: all
 * of Salesforce's examples write references as they are.
 * @throws {ApiError} PROCESSING_HALTED for a reference to nothing
 */
export function resolveReferences(value: unknown, answers: Answers, version: string): unknown {
  if (typeof value === 'string') {
    const [, whole] = /^@\{([^}]+)\}$/.exec(value) ?? [];
    if (whole !== undefined) return lookUp(answers, whole, version);
    return value.replaceAll(reference, (_, path: string) => String(lookUp(answers, path, version)));
  }
  if (Array.isArray(value)) return value.map((each) => resolveReferences(each, answers, version));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    resolveReferences(each, answers, version),
  ]);
  return Object.fromEntries(entries);
}
