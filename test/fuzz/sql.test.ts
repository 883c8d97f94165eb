import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { defineReplica, soql } from '../../server/bff/index.ts';
import { NoLiteral } from '../../server/bff/queries/no-literal.ts';
import { type Sql, type SqlStatement, type SqlValue, sql } from '../../server/bff/queries/sql.ts';
import { sqlTokens } from '../../server/bff/queries/sql-tokens.ts';
import { someUser } from '../../server/bff/testing/index.ts';
import { forAll } from './for-all.ts';
import { anything, hostileText } from './hostile-text.ts';

/** What may be bound. */
const value: fc.Arbitrary<SqlValue> = fc.oneof(
  hostileText,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true, min: new Date('0000-01-01'), max: new Date('9999-12-31') }),
  fc.array(fc.oneof(hostileText, fc.integer(), fc.boolean()), { maxLength: 4 }),
);

/** As Postgres gets it. */
function bound(given: SqlValue): unknown {
  if (typeof given === 'string') return given.toWellFormed();
  if (given instanceof Date) return given.toISOString();
  return Array.isArray(given) ? given.map(bound) : given;
}

/** A query of pieces that lie in one another, and its values in the order in which they stand. */
interface Nested {
  readonly query: Sql;
  readonly values: readonly SqlValue[];
}

const nested = fc.letrec<{ query: Nested }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    value.map((a) => ({ query: sql`a = ${a}`, values: [a] })),
    fc.tuple(value, tie('query')).map(([a, inner]) => ({
      query: sql`(${inner.query} OR a >= ${a})`,
      values: [...inner.values, a],
    })),
    fc.tuple(tie('query'), value, tie('query')).map(([one, a, other]) => ({
      query: sql`${one.query} AND total${a}x${sql``} AND ${other.query}`,
      values: [...one.values, a, ...other.values],
    })),
  ),
})).query;

function expectNumbered({ text, values }: SqlStatement): void {
  const numbers = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  expect(numbers).toEqual(values.map((_, index) => index + 1));
  // Nothing but what a route may write, so also nothing that a value has brought in.
  const binds = sqlTokens(text).filter(({ kind }) => kind === 'bind');
  expect(binds).toHaveLength(values.length);
}

const { replicaTable, replicaQuery } = defineReplica({
  select: ({ id }) =>
    soql<{ AccountId: string | null }>`SELECT AccountId FROM User WHERE Id = ${id}`,
  output: z.object({ accounts: z.array(z.string()), name: z.string() }),
  project: () => ({ accounts: [], name: '' }),
});
const account = replicaTable('account', {
  visibleTo: ({ accounts, id }) => sql`sfid = ANY(${accounts}) OR ownerid = ${id}`,
});
const order = replicaTable('order', {
  tables: { account },
  visibleTo: ({ name }) => sql`accountid IN (SELECT sfid FROM account WHERE name <> ${name})`,
});
/** A route as somebody may write it who searches for text. */
const search = replicaQuery({
  input: z.object({ text: z.string(), least: z.number(), in: z.array(z.string()).optional() }),
  output: z.object({ id: z.string() }),
  tables: { order },
  select: ({ text, least, in: names }) => sql<{ sfid: string }>`
    SELECT sfid FROM "order"
    WHERE strpos(lower(name), lower(${text})) > 0 AND totalamount > ${least}
      ${names ? sql`AND status = ANY(${names})` : sql``}`,
  project: ({ sfid }) => ({ id: sfid }),
});

describe('whatever is put into a query of Postgres', () => {
  forAll('is bound as it is, and no part of the text', nested, ({ query, values }) => {
    const statement = query.statement();
    expectNumbered(statement);
    expect(statement.values).toEqual(values.map(bound));
    expect(statement.text.replaceAll(/\$\d+/g, '')).toMatch(/^[a=()>\sORANDtolx]*$/);
  });

  forAll('that is no value is refused', anything, (given) => {
    // A mistake in a route, as JavaScript may make it.
    const text = boundOrRefused(given as SqlValue);
    expect([text, given]).toEqual([canBeBound(given) ? ' $1 ' : undefined, given]);
  });

  const texts = fc.array(hostileText, { maxLength: 4 });
  forAll(
    'changes neither what a user may see, nor what is asked of it',
    fc.record({
      input: fc.record(
        {
          text: hostileText,
          least: fc.double({ noNaN: true, noDefaultInfinity: true }),
          in: texts,
        },
        { requiredKeys: ['text', 'least'] },
      ),
      accounts: texts,
      name: hostileText,
      id: hostileText,
    }),
    ({ input, accounts, name, id }) => {
      const viewer = { ...someUser, accounts, name, id };
      const statement = search.select(input, viewer);
      const harmless = { text: 'x', least: 1, ...(input.in && { in: ['x'] }) };
      const plain = search.select(harmless, {
        ...viewer,
        ...{ accounts: ['x'], name: 'x', id: 'x' },
      });
      expect(statement.text).toBe(plain.text);
      expectNumbered(statement);
      const given = [
        accounts,
        id,
        name,
        input.text,
        input.least,
        ...(input.in ? [input.in] : []),
        1,
      ];
      expect(statement.values).toEqual(given.map(bound));
    },
  );
});

function canBeBound(given: unknown): boolean {
  if (Array.isArray(given)) return Array.from(given).every(canBeInList);
  if (given instanceof Date) return given.getUTCFullYear() >= 0 && given.getUTCFullYear() <= 9_999;
  return given === null || canBeInList(given);
}

const canBeInList = (item: unknown): boolean =>
  typeof item === 'string' || typeof item === 'boolean' || Number.isFinite(item);

/** @returns undefined where it is refused in words of ours */
function boundOrRefused(given: SqlValue): string | undefined {
  try {
    return sql`${given}`.statement().text;
  } catch (error) {
    expect([TypeError, NoLiteral]).toContain((error as Error).constructor);
    expect(String(error)).toMatch(/SQL/);
    return undefined;
  }
}
