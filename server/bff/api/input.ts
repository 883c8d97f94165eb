import { z } from 'zod';
import { type InputError, Problem } from '../problem.ts';

/**
 * What a route may rely on, out of what came.
 *
 * @throws {Problem} `invalid_input`, with one entry in `errors` for everything that is wrong
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw invalidInput(error.issues.flatMap(inputErrors));
}

/**
 * A query string as the values that a schema's fields take: text, except where a field is a number or
 * a boolean. A parameter that is given twice is refused, since two readers could read it differently.
 *
 * @param search the raw query string, with or without `?`
 * @throws {Problem} `invalid_input`
 */
export function decodeQuery(schema: z.ZodObject, search: string): Record<string, unknown> {
  const decoded = new Map<string, unknown>();
  for (const [name, text] of new URLSearchParams(search)) {
    if (decoded.has(name)) {
      throw invalidInput([{ field: shown(name), message: 'must be given once' }]);
    }
    decoded.set(name, decodeText(schema.shape[name], text));
  }
  return Object.fromEntries(decoded);
}

function decodeText(field: z.core.$ZodType | undefined, text: string): unknown {
  if (
    field instanceof z.ZodOptional ||
    field instanceof z.ZodDefault ||
    field instanceof z.ZodNullable
  ) {
    return decodeText(field.unwrap(), text);
  }
  // What is not a number stays text, and the schema says that it is not a number.
  if (field instanceof z.ZodNumber) return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  if (field instanceof z.ZodBoolean) return text === 'true' || (text === 'false' ? false : text);
  return text;
}

function inputErrors(issue: z.core.$ZodIssue): InputError[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: shown(field === '' ? key : `${field}.${key}`),
      message: 'is not known here',
    }));
  }
  return [{ field, message: issue.message }];
}

const invalidInput = (errors: readonly InputError[]) =>
  new Problem('invalid_input', 'Some of the input is not valid.', { errors });

/** A name from outside is quoted back, but not at any length. */
const shown = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);
