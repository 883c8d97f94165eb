import { z } from 'zod';
import {
  command,
  containing,
  cursor,
  defineReplica,
  page,
  publicQuery,
  type Route,
  soql,
  soqlDate,
  sql,
  userQuery,
} from '../../server/bff/index.ts';

const { replicaTable, replicaQuery } = defineReplica({
  select: ({ id }) => soql<object>`SELECT Id FROM User WHERE Id = ${id}`,
  output: z.object({}),
  project: () => ({}),
});
const order = replicaTable('order', { visibleTo: ({ id }) => sql`ownerid = ${id}` });

const output = z.object({ id: z.string() });
const project = () => ({ id: 'x' });
const place = cursor(z.tuple([z.iso.datetime(), z.number(), z.string().nullable()]));

/** Inputs of every sort that a developer may declare: the storefront's own are few and tame. */
export const strangeRoutes = {
  numbers: userQuery({
    ...{ output, project },
    input: z.object({
      least: z.number().optional(),
      most: z.int().nullable().default(5),
      open: z.boolean().optional(),
      day: z.iso.date().optional(),
    }),
    select: ({ least = 0, most, open = false, day = '2026-01-01' }) => soql<object>`
      SELECT Id FROM Order
      WHERE TotalAmount >= ${least} AND TotalAmount < ${most} AND Open__c = ${open} AND Day__c = ${soqlDate(day)}`,
  }),
  texts: userQuery({
    ...{ output, project },
    input: z.object({
      q: z.string().trim().toLowerCase().optional(),
      like: z.string().max(50).default(''),
      kind: z.enum(['a', 'B', '__proto__']).optional(),
      either: z.union([z.literal('1'), z.email(), z.uuid()]).optional(),
      list: z
        .string()
        .transform((text) => text.split(','))
        .pipe(z.array(z.string()).max(3))
        .optional(),
    }),
    select: ({ q = '', like, kind = 'a', either = '1', list = ['x'] }) => soql<object>`
      SELECT Id FROM Case
      WHERE Name = ${q} AND Name LIKE ${containing(like)} AND Kind__c IN ${[kind, either, ...list]}`,
  }),
  pages: userQuery({
    project,
    input: z.object({ after: place.optional() }),
    output: page(output, {
      size: 1,
      cursor: place,
      position: () => ['2026-01-01T00:00:00Z', 1, null],
    }),
    select: ({ after: [moment, amount, name] = ['2026-01-01T00:00:00Z', 0, null] }) => soql<object>`
      SELECT Id FROM Order WHERE CreatedDate < ${new Date(moment)} AND Amount__c > ${amount} AND Name != ${name}`,
  }),
  shared: publicQuery({
    ...{ output, project, cacheSeconds: 1_000 },
    input: z.object({
      toString: z.string().optional(),
      constructor: z.string().optional(),
      id: z.coerce.number(),
    }),
    select: () => soql<object>`SELECT Id FROM Product2`,
    pick: (rows) => rows,
  }),
  copied: replicaQuery({
    ...{ output, project },
    input: z.object({
      text: z.string().optional(),
      least: z.number().default(0),
      open: z.boolean().optional(),
    }),
    tables: { order },
    select: ({ text = '', least, open = true }) => sql<object>`
      SELECT sfid FROM "order" WHERE strpos(name, ${text}) > 0 AND totalamount > ${least} AND isopen = ${open}`,
  }),
  done: command({
    output,
    input: z.object({
      name: z.string(),
      amounts: z.array(z.number()).max(5).optional(),
      nested: z
        .strictObject({
          day: z.iso.date(),
          deeper: z.strictObject({ flag: z.boolean() }).nullable(),
        })
        .optional(),
      anyOf: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('a'), a: z.string() }),
          z.strictObject({ kind: z.literal('b'), b: z.number() }),
        ])
        .optional(),
      words: z.record(z.string().max(5), z.string()).optional(),
      least: z.number().default(0),
    }),
    async run({ name, least }, { salesforce }) {
      await salesforce.query(
        soql`SELECT Id FROM Order WHERE Name = ${name} AND TotalAmount > ${least}`,
      );
      return { id: name };
    },
  }),
} satisfies Readonly<Record<string, Route>>;
