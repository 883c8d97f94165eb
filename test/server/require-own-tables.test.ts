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
    'SELECT a.sfid, b.n, g.g FROM account a JOIN (SELECT 1 AS n) b ON TRUE JOIN generate_series(1, 2) g ON TRUE',
    'SELECT "order".sfid, o.* FROM "order" JOIN "order" AS o ON o.is IS NOT DISTINCT FROM "order".is',
    'WITH below AS (SELECT sfid FROM account) SELECT below.sfid FROM below',
    'SELECT percent_rank(1) WITHIN GROUP (ORDER BY a), count(*) FROM account GROUP BY account.a, account.b ORDER BY 1, 2',
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
    // Words that are names or labels, where FROM or a comma then means what it says.
    'SELECT t.is distinct FROM other.secret',
    'SELECT account.is distinct FROM other.secret',
    'SELECT account.not distinct FROM other.secret, account',
    'SELECT account.is distinct FROM secret',
    'SELECT account.a not distinct FROM secret',
    'SELECT "is" distinct FROM secret',
    'SELECT account.a[1] distinct FROM secret',
    'SELECT 1 extract FROM secret',
    'SELECT extract(year FROM (SELECT day FROM secret))',
    'SELECT * FROM account JOIN account AS b ON rank(1) WITHIN GROUP (ORDER BY a) = 1, other.secret',
    'SELECT * FROM account JOIN account AS b ON rank(1) WITHIN GROUP (ORDER BY a) = 1, secret',
    'SELECT * FROM account JOIN account AS b ON count(*) FILTER (WHERE TRUE) OVER (ORDER BY a) = 1, secret',
    'SELECT * FROM account JOIN account AS b ON array_agg(a ORDER BY a LIMIT 1) = $1, secret',
    'SELECT * FROM account JOIN account AS b ON a.order = 1, secret',
    'SELECT * FROM account JOIN account AS b ON EXISTS (SELECT 1 GROUP BY a), secret',
    'SELECT * FROM account AS a (x, y), secret',
    'SELECT * FROM (VALUES (1), (2)) AS v, secret',
    'SELECT * FROM (VALUES ((SELECT a FROM secret))) AS v',
    'SELECT * FROM account, LATERAL (SELECT * FROM secret) AS x',
    'SELECT * FROM account, LATERAL other.secret',
    'SELECT ARRAY(SELECT a FROM secret)',
    'SELECT count(*) FILTER (WHERE a IN (SELECT a FROM secret)) FROM account',
    'SELECT sum(a) OVER (ORDER BY (SELECT a FROM secret)) FROM account',
    'SELECT 1 FROM account ORDER BY (SELECT a FROM secret), (SELECT 1)',
    'SELECT * FROM account TABLESAMPLE other.system (10)',
    // What stands before a dot is a table of the text's own, wherever it stands.
    'SELECT other.secret FROM account',
    'SELECT a IS DISTINCT FROM other.secret FROM account',
    "SELECT 'x'::other.kind FROM account",
    'SELECT a COLLATE other.c FROM account',
    'SELECT salesforce_of_another_org.account FROM account',
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

  it('lets a condition name the table whose rows it is about, and not read it', () => {
    const about = (text: string) => () => requireOwnTables(text, tables, 'case');
    expect(
      about('EXISTS (SELECT 1 FROM account WHERE account.sfid = "case".accountid)'),
    ).not.toThrow();
    expect(about('sfid IN (SELECT sfid FROM "case")')).toThrow(SqlTextError);
    expect(read('"case".accountid = $1')).toThrow(SqlTextError);
  });
});
