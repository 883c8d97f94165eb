import { describe, expect, it } from 'vitest';
import { requireOwnTables } from '../../server/bff/queries/require-own-tables.ts';
import { SqlTextError } from '../../server/bff/queries/sql-tokens.ts';

const tables = new Set(['order', 'orderitem', 'account']);
const read = (text: string) => () => requireOwnTables(text, tables);

describe('requireOwnTables', () => {
  it.each([
    'SELECT sfid FROM "order" WHERE status = $1',
    'select o.* from "order" as o, orderitem i where i.orderid = o.sfid',
    'SELECT * FROM account CROSS JOIN LATERAL (SELECT 1 FROM "order" WHERE accountid = account.sfid) AS x',
    `SELECT to_char(day, 'YYYY-MM') AS month, sum(total::numeric(18, 2)) FILTER (WHERE total > 0)
       FROM "order" LEFT JOIN account USING (sfid) GROUP BY 1 HAVING count(*) > 1 ORDER BY 1, 2`,
    'SELECT * FROM (VALUES (1), (2)) AS v JOIN generate_series(1, 3) AS g ON TRUE, account',
    'SELECT extract(year FROM day) FROM "order" WHERE a IS DISTINCT FROM b AND c IS NOT DISTINCT FROM d',
    'WITH RECURSIVE below AS (SELECT 1 FROM account UNION ALL SELECT 2 FROM below) SELECT * FROM below, account',
    'SELECT CASE WHEN a = ANY($1) THEN b ELSE coalesce(c, d) END FROM account WHERE sfid IN (SELECT x FROM "order")',
    "accountid IN (SELECT sfid FROM account) OR name = 'it''s -- no comment' OR data ->> 'a' = $1",
    'SELECT row_number() OVER (PARTITION BY a ORDER BY b), x[1], ARRAY[1, 2] FROM account UNION SELECT 1, 2, 3 FROM "order"',
  ])('lets pass: %.60s', (text) => {
    expect(read(text)).not.toThrow();
  });

  it.each([
    // Another schema, in every spelling and place.
    'SELECT * FROM salesforce.account',
    'SELECT * FROM SalesForce . account',
    'SELECT * FROM "salesforce"."account"',
    'SELECT * FROM U&"sales\\0066orce".account',
    'SELECT * FROM account, salesforce.account',
    'SELECT * FROM account JOIN (salesforce.account AS b CROSS JOIN account) ON TRUE',
    'SELECT * FROM account JOIN other.secret ON TRUE',
    'SELECT * FROM account ON a.where = 1, other.secret',
    'SELECT * FROM unnest($1) WITH ORDINALITY, other.secret',
    'SELECT * FROM account AS other, other.secret',
    'SELECT * FROM (other.secret)',
    'SELECT * FROM account WHERE sfid IN (SELECT sfid FROM other.secret)',
    'WITH other AS (SELECT 1) SELECT * FROM other.secret',
    'SELECT * FROM db.salesforce.account',
    'SELECT account.a.b FROM account',
    "SELECT 'x'::salesforce.kind",
    'SELECT * FROM pg_catalog.pg_class',
    'SELECT * FROM information_schema.tables',
    // Another table.
    'SELECT * FROM secret',
    'SELECT * FROM "Order"',
    'SELECT * FROM pg_stats',
    'SELECT * FROM account NATURAL JOIN secret',
    'SELECT * FROM account, LATERAL secret',
    'SELECT * FROM account, ONLY secret',
    'TABLE account',
    '(TABLE secret)',
    'SELECT 1 INTO copy FROM account',
    // Functions that reach further.
    "SELECT query_to_xml('select * from salesforce.account', true, true, '')",
    "SELECT \"query_to_xml\"('select 1', true, true, '')",
    "SELECT pg_catalog.query_to_xml('select 1')",
    "SELECT * FROM account, query_to_xml('select 1')",
    "SELECT set_config('search_path', 'salesforce', true)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT * FROM dblink('dbname=x', 'select 1')",
    "SELECT ts_stat('select 1')",
    'SELECT pg_sleep(10)',
    'SELECT account.f(1) FROM account',
    'SELECT 1 OPERATOR(pg_catalog.+) 1',
    'SELECT currval(1)',
    // Other commands, and more than one.
    'SELECT 1; SELECT 2',
    'SELECT 1;',
    "SET search_path = 'salesforce'",
    'WITH gone AS (DELETE FROM account) SELECT 1',
    'WITH made AS (INSERT INTO account VALUES (1)) SELECT 1',
    'SELECT * FROM account FOR UPDATE',
    // Spellings that could be read in another way.
    'SELECT 1 -- FROM account',
    'SELECT 1 /* FROM account */',
    'SELECT 1 /**/ FROM account',
    "SELECT E'\\' FROM salesforce.account WHERE ''='",
    "SELECT '\\'",
    'SELECT $$a$$',
    'SELECT $a$a$a$',
    "SELECT U&'\\0061'",
    "SELECT N'a', B'1', X'1'",
    "SELECT ' $1 '",
    'SELECT "a""b" FROM account',
    'SELECT * FROM accöunt',
    'SELECT * FROM account\u0000',
    'SELECT * FROM account\u00a0, secret',
    // Out of the bracket that it is put into.
    '1 = 1) UNION SELECT * FROM (account',
    'SELECT (1',
    'SELECT 1]',
    'SELECT * FROM',
    'SELECT * FROM WHERE TRUE',
  ])('refuses: %.70s', (text) => {
    expect(read(text)).toThrow(SqlTextError);
  });
});
