import { z } from 'zod';

/** What of a JSON Schema says which values there can be. */
interface ValueSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: ValueSchema;
  readonly anyOf?: readonly ValueSchema[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
}

const dates: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00.000Z',
};

/**
 * Inputs with which to look at what a route asks for: with everything, with no more than it must have, with
 * each parameter alone, and with each value of a choice. They have the types of what `input` makes of a
 * request, and need not be possible.
 */
export function sampleInputs(input: z.ZodObject): Record<string, unknown>[] {
  const schema = z.toJSONSchema(input, { io: 'output', unrepresentable: 'any' }) as ValueSchema;
  const { properties = {}, required = [] } = schema;
  const choices = Object.entries(properties).map(([name, of]) => [name, valuesOf(of)] as const);
  const all = Object.fromEntries(choices.map(([name, [first]]) => [name, first]));
  const least = Object.fromEntries(required.map((name) => [name, all[name]]));
  return [
    least,
    all,
    ...choices.flatMap(([name, values]) =>
      values.flatMap((value) => [
        { ...least, [name]: value },
        { ...all, [name]: value },
      ]),
    ),
  ];
}

/** At least one value. */
function valuesOf(schema: ValueSchema): readonly unknown[] {
  if ('const' in schema) return [schema.const];
  if (schema.enum !== undefined) return schema.enum;
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(valuesOf);
  switch (schema.type) {
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return [1];
    case 'null':
      return [null];
    case 'array':
      return [valuesOf(schema.items ?? {}).slice(0, 1)];
    case 'object':
      return [
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, of]) => [name, valuesOf(of)[0]]),
        ),
      ];
    default:
      return [dates[schema.format ?? ''] ?? 'sample'];
  }
}
