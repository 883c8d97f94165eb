import { anyValue, noValues } from '../queries/any-value.ts';
import { requireOwnTables } from '../queries/require-own-tables.ts';
import { type Soql, soql, soqlName } from '../queries/soql.ts';
import { Sql, type SqlStatement, sql, sqlName } from '../queries/sql.ts';
import { SqlTextError } from '../queries/sql-tokens.ts';

/** A table that Heroku Connect keeps, as far as a user may see it. */
export interface ReplicaTable<Viewer> {
  readonly name: string;
  /** The tables that its predicate reads. */
  readonly tables: readonly ReplicaTable<Viewer>[];
  /** Which rows a user may see, as a condition on them. */
  readonly visibleTo: (user: Viewer) => Sql;
  /** Finds, in Salesforce and as a user, the ids of what they may see: what the replica is audited by. */
  readonly inSalesforce: Soql;
}

export interface ReplicaTableDeclaration<Viewer> {
  /**
   * Which rows a user may see, as a condition on them. Salesforce's sharing does not reach here: what
   * this lets through, the user gets.
   */
  readonly visibleTo: (user: Viewer) => Sql;
  /** The tables that the condition reads, each as far as the user may see it. */
  readonly tables?: Readonly<Record<string, ReplicaTable<Viewer>>>;
  /**
   * For the audit: finds, asked with the user's own token, the ids of the records that the user may see.
   * Default: `SELECT Id` from the object of the table's name. Another is needed where a user sees more
   * than a query for the object finds, such as what a lookup leads to.
   */
  readonly inSalesforce?: Soql;
}

/** Texts of one declaration: they differ by what is asked for, not by the values. */
const mostTexts = 200;

/** @throws {TypeError} without a condition, with one that reads what it does not declare, or with two tables of one name */
export function createReplicaTable<Viewer>(
  name: string,
  declaration: ReplicaTableDeclaration<Viewer>,
): ReplicaTable<Viewer> {
  sqlName(name);
  const {
    tables = {},
    visibleTo,
    inSalesforce = soql`SELECT Id FROM ${soqlName(name)}`,
  } = declaration;
  if (typeof visibleTo !== 'function') {
    throw new TypeError(
      `The replicated table ${name} needs visibleTo: without it, everybody would see all of it`,
    );
  }
  const needed = Object.values(tables);
  const check = createTextCheck(needed, name);
  const condition = (user: Viewer) => check(visibleTo(user));
  draft((user) => condition(user as Viewer));
  const table = { name, tables: needed, visibleTo: condition, inSalesforce };
  inOrder([table]);
  return table;
}

/**
 * A query over nothing but the rows that a user may see.
 *
 * Each table becomes a common table expression of its name. They are materialized: what the query
 * compares, adds up or fails on is then never a row that the user may not see.
 *
 * @see https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-CTE-MATERIALIZATION
 */
export function overVisibleRows<Viewer, Row>(
  tables: readonly ReplicaTable<Viewer>[],
  user: Viewer,
  query: Sql<Row>,
): Sql<Row> {
  const parts = inOrder(tables).map(
    // A row without an id is not in Salesforce yet: nobody has been given a right to it. Users, roles and
    // other objects have no IsDeleted, and their tables no such column: its name then means the outer one.
    ({ name, visibleTo }) => sql`${sqlName(name)} AS MATERIALIZED (
      SELECT visible.* FROM (SELECT false AS isdeleted) AS never CROSS JOIN LATERAL (
        SELECT * FROM salesforce.${sqlName(name)}
        WHERE sfid IS NOT NULL AND NOT coalesce(isdeleted, false) AND (${visibleTo(user)})) AS visible)`,
  );
  return sql<Row>`WITH ${parts.reduce((list, part) => sql`${list}, ${part}`)} (${query})`;
}

/**
 * The ids of all rows of a table that a user may see.
 *
 * @param most how many at most
 */
export function everyVisibleId<Viewer>(
  table: ReplicaTable<Viewer>,
  user: Viewer,
  most: number,
): SqlStatement {
  const ids = sql`SELECT sfid FROM ${sqlName(table.name)} LIMIT ${most}`;
  return overVisibleRows([table], user, ids).statement();
}

/**
 * Each once, and behind those that it reads.
 *
 * @throws {TypeError} when there is none, or two have one name
 */
export function inOrder<Viewer>(
  tables: readonly ReplicaTable<Viewer>[],
): readonly ReplicaTable<Viewer>[] {
  const ordered = new Map<string, ReplicaTable<Viewer>>();
  const add = (table: ReplicaTable<Viewer>): void => {
    table.tables.forEach(add);
    const present = ordered.get(table.name) ?? table;
    if (present !== table) throw new TypeError(`Two tables of one query are called ${table.name}`);
    ordered.set(table.name, table);
  };
  tables.forEach(add);
  if (ordered.size === 0) throw new TypeError('A query of replicated data declares its tables');
  return [...ordered.values()];
}

/**
 * Looks at every text once, whatever the values.
 *
 * @param about the table whose rows a text is a condition on
 */
export function createTextCheck(
  tables: readonly ReplicaTable<never>[],
  about?: string,
): <Row>(query: Sql<Row>) => Sql<Row> {
  const names = new Set(tables.map(({ name }) => name));
  const checked = new Set<string>();
  return function textCheck(query) {
    // As JavaScript may have it.
    if (!(query instanceof Sql)) throw new SqlTextError('What is read is said with the sql`…` tag');
    const { text } = query.statement();
    if (!checked.has(text)) {
      requireOwnTables(text, names, about);
      if (checked.size >= mostTexts) checked.clear();
      checked.add(text);
    }
    return query;
  };
}

/**
 * Looks at what a declaration would write, before anybody asks: with everything given, and with nothing.
 * Where it cannot be said without real values, the text is looked at when there are some.
 *
 * @throws {SqlTextError}
 */
export function draft(write: (...given: readonly unknown[]) => Sql): void {
  for (const given of [
    [anyValue, anyValue],
    [noValues, noValues],
    [anyValue, noValues],
    [noValues, anyValue],
  ]) {
    try {
      write(...given);
    } catch (error) {
      if (error instanceof SqlTextError) throw error;
    }
  }
}
