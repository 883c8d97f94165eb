import { describe, expect, it } from 'vitest';
import { ApiError } from '../data/api-error.ts';
import { parseSoql } from './parse-soql.ts';

/** Where and why a query is refused, as `column message`; `taken` where it is not. */
function verdict(soql: string): string {
  try {
    parseSoql(soql);
    return 'taken';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error).toMatchObject({ status: 400, errorCode: 'MALFORMED_QUERY' });
    const [, column, message] = /Column:(\d+)\n(.*)$/.exec(error.message) ?? [];
    return column === undefined ? error.message : `${column} ${String(message)}`;
  }
}

describe("Salesforce's grammar", () => {
  // What the release notes of Winter '25 give as the new messages (documented).
  it.each([
    ['SELECT Id FROM Account USING everything', "29 unexpected token: 'everything'"],
    [
      'SELECT ParentId, Value FROM InteractionRefOrValue WHERE ParentId IN ()',
      "69 unexpected token: 'ParentId IN ()'",
    ],
    ['SELECT FROM ServicePresenceStatus', "7 unexpected token: 'SELECT FROM'"],
    ['SELECT Id from $casecomment WHERE isdeleted = false', "15 unexpected token: '$'"],
    [
      "SELECT a FROM Account WHERE (b = false AND c != 100) OR (b = false AND Site = '9') AND ParentId = '0'",
      "83 unexpected token: 'AND'",
    ],
    [
      "SELECT Id FROM Lead WHERE a='C' AND b<>'x' AND Company LIKE '%GM%' OR Domain__c='gm.com'",
      "67 unexpected token: 'OR'",
    ],
    ["SELECT Id FROM Account WHERE a LIKE NULL AND Name LIKE '%a%'", "36 unexpected token: 'NULL'"],
    [
      'SELECT convertCurrency(calendar_year(convertTimezone(lastmodifieddate))) FROM account',
      "52 unexpected token: '('",
    ],
    [
      'SELECT Id FROM Account WITH SECURITY_ENFORCED',
      '28 rule soqlWithIdentifierClause failed predicate: {this.helper.allowApexSyntax() && this.helper.hasApexContext()}?',
    ],
  ])('refuses %s as documented', (soql, message) => {
    expect(verdict(soql)).toBe(message);
  });

  // Seen in issues and captures of other people's.
  it.each([
    ['SELECT Company, From Account LIMIT 10', "16 unexpected token: 'From'"],
    ['invalid', "unexpected token: 'invalid'"],
    ['q=SELECT Id FROM Account', "unexpected token: 'q'"],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Case GROUP BY Id)',
      "56 missing value at 'GROUP'",
    ],
    ["SELECT Id FROM A WHERE Name = '''", "32 unexpected token: '''"],
    ['SELECT Id FROM Contact WHERE Email = a@b.c', "37 unexpected token: 'a'"],
    ['SELECT Id FROM Account WHERE Id = :id', '34 Bind variables only allowed in Apex code'],
    ['SELECT Id FROM Account WHERE Id IN :ids', '35 Bind variables only allowed in Apex code'],
    ['SELECT Id FROM Account LIMIT :n', '29 Bind variables only allowed in Apex code'],
  ])('refuses %s as seen', (soql, message) => {
    expect(verdict(soql)).toBe(message);
  });

  // What the parser says that Salesforce publishes (@salesforce/soql-common 0.2.2), in the words above.
  it.each([
    ['SELECT', "6 unexpected token: 'SELECT'"],
    ['SELECT * FROM Account', "7 unexpected token: 'SELECT *'"],
    ['SELECT Id, * FROM Account', "11 unexpected token: '*'"],
    ['SELECT Id,, Name FROM Account', "10 unexpected token: ','"],
    ['SELECT Id', "9 unexpected token: '<EOF>'"],
    ['SELECT Id AS x FROM Account', "10 unexpected token: 'AS'"],
    ['SELECT Id Name Type FROM Account', "15 unexpected token: 'Type'"],
    ['SELECT COUNT(*) FROM Account', "13 unexpected token: 'SELECT COUNT(*'"],
    ['SELECT COUNT(), Id FROM Account', "14 unexpected token: ','"],
    ['SELECT COUNT() c FROM Account', "15 unexpected token: 'c'"],
    ['SELECT Id, COUNT() FROM Account', "17 unexpected token: 'COUNT()'"],
    ['SELECT SUM(a, b) FROM Account', "12 unexpected token: 'SUM(a,'"],
    ['SELECT COUNT(Id FROM Account', "16 unexpected token: 'COUNT(Id FROM'"],
    ['SELECT (SELECT Id FROM Contacts FROM Account', "32 missing value at 'FROM'"],
    ['SELECT (Id) FROM Account', "8 unexpected token: 'Id'"],
    ['SELECT Id FROM', "14 unexpected token: '<EOF>'"],
    ["SELECT Id FROM 'Account'", "15 unexpected token: '''"],
    ['SELECT Id FROM Account a b', "25 unexpected token: 'b'"],
    ['SELECT Id FROM Account ALL ROWS', "27 unexpected token: 'ROWS'"],
    ['SELECT Id FROM Account LIMIT 5 ALL ROWS', "31 unexpected token: 'ALL'"],
    ['SELECT Id FROM Account WHERE', "28 unexpected token: '<EOF>'"],
    ['SELECT Id FROM Account WHERE Id', "31 unexpected token: 'Id'"],
    ['SELECT Id FROM Account WHERE Id =', "33 unexpected token: '<EOF>'"],
    ['SELECT Id FROM Account WHERE Id == 5', "33 unexpected token: '='"],
    ['SELECT Id FROM Account WHERE Id IS NULL', "32 unexpected token: 'Id IS'"],
    ['SELECT Id FROM Account WHERE Id NOT LIKE 5', "36 unexpected token: 'Id NOT LIKE'"],
    ['SELECT Id FROM Account WHERE a BETWEEN 1 AND 5', "31 unexpected token: 'a BETWEEN'"],
    ["SELECT Id FROM Account WHERE Id IN 'a'", "35 unexpected token: 'Id IN ''"],
    ["SELECT Id FROM Account WHERE Id IN ('a',)", "40 unexpected token: ')'"],
    ["SELECT Id FROM Account WHERE Id IN ('a'", "39 missing value at '<EOF>'"],
    ["SELECT Id FROM Account WHERE a INCLUDES 'b'", "40 missing value at '''"],
    ["SELECT Id FROM Account WHERE a = ('b')", "33 unexpected token: '('"],
    ['SELECT Id FROM Account WHERE a = b', "33 unexpected token: 'b'"],
    ['SELECT Id FROM Account WHERE a = 1 b = 2', "35 unexpected token: 'b'"],
    ['SELECT Id FROM Account WHERE AND a = 1', "29 unexpected token: 'AND'"],
    ['SELECT Id FROM Account WHERE a = 1 AND NOT b = 2', "39 unexpected token: 'NOT'"],
    ['SELECT Id FROM Account WHERE NOT a = 1 AND b = 2', "39 unexpected token: 'AND'"],
    ['SELECT Id FROM Account WHERE a = 1 OR b = 2 AND c = 3', "44 unexpected token: 'AND'"],
    ['SELECT Id FROM Account WHERE (a = 1', "35 missing value at '<EOF>'"],
    ['SELECT Id FROM Account WHERE a = 1)', "34 unexpected token: ')'"],
    ["SELECT Id FROM Account WHERE a = 'b", "35 unexpected token: '<EOF>'"],
    ["SELECT Id FROM Account WHERE a = 'b\\'", "37 unexpected token: '<EOF>'"],
    ["SELECT Id FROM Account WHERE a = '\\q'", '36 Invalid Escape Character'],
    ["SELECT Id FROM Account WHERE a = '\\%'", '36 Invalid Escape Character'],
    ['SELECT Id FROM Account WHERE a = USD5', "33 unexpected token: 'USD5'"],
    ['SELECT Id FROM Account WHERE a = 1e3', "34 unexpected token: 'e3'"],
    ['SELECT Id FROM Account WHERE a = LAST_N_DAYS:-5', "45 unexpected token: '-'"],
    ['SELECT Id FROM Account WHERE a = 2020-01-01T00:00', "43 unexpected token: 'T00'"],
    ['SELECT Id FROM Account GROUP BY ROLLUP(a), b', "41 unexpected token: ','"],
    ['SELECT Id FROM Account GROUP BY a, ROLLUP(b)', "35 unexpected token: 'ROLLUP'"],
    ['SELECT Id FROM Account GROUP BY ROLLUP a', "39 missing value at 'a'"],
    ['SELECT Id FROM Account HAVING COUNT(Id) > 1', "23 unexpected token: 'HAVING'"],
    ['SELECT Id FROM Account GROUP a', "29 unexpected token: 'a'"],
    ['SELECT Id FROM Account ORDER BY', "31 unexpected token: '<EOF>'"],
    ['SELECT Id FROM Account ORDER BY 1', "32 unexpected token: '1'"],
    ['SELECT Id FROM Account ORDER BY a NULLS LAST DESC', "45 unexpected token: 'DESC'"],
    ['SELECT Id FROM Account ORDER BY a WHERE b = 1', "34 unexpected token: 'WHERE'"],
    ['SELECT Id FROM Account OFFSET 5 LIMIT 5', "32 unexpected token: 'LIMIT'"],
    ['SELECT Id FROM Account LIMIT 5, 10', "30 unexpected token: ','"],
    ['SELECT Id FROM Account FOR x', "27 unexpected token: 'FOR x'"],
    ['SELECT TYPEOF What WHEN Account THEN Name FROM Task', "42 unexpected token: 'FROM'"],
    ['/* why */ SELECT Id FROM Account', "unexpected token: '/'"],
    ['SELECT Id FROM Account -- why', "23 unexpected token: '-'"],
  ])('refuses %s as the published parser does', (soql, message) => {
    expect(verdict(soql)).toBe(message);
  });

  it.each([
    "select id from account where name in('a')and(b=1)limit 5offset 2",
    'SELECT Id FROM A WHERE ((a = 1) OR (b = 2)) AND ((NOT c = 3) OR d = 4)',
    'SELECT Id FROM A WHERE NOT (a = 1 AND b = 2)',
    'SELECT Id FROM A WHERE a < = 5 AND b > - 5 AND c = 007 AND d = .5 AND e = +1.50',
    "SELECT Id FROM A WHERE a = 'it\\'s \\\"\\\\ \\n\\r\\t\\b\\f\\u00e9' AND b LIKE '50\\% \\_'",
    "SELECT Id FROM A WHERE a = 'first line\nsecond line'",
    'SELECT Id FROM A WHERE a > 2020-01-01t00:00:00.123z AND b < 2020-01-01T00:00:00+0100',
    'SELECT Type, Group, Order, Count, End, Today FROM Group group',
    'SELECT a FROM Order ORDER BY a',
    'SELECT a.Id FROM Account AS a, a.Owner AS o',
    'SELECT Id FROM Account offset',
    'SELECT GROUPING(a) g FROM A GROUP BY CUBE(CALENDAR_YEAR(b), a) ORDER BY GROUPING(a) DESC NULLS LAST, toLabel(a)',
    'SELECT HOUR_IN_DAY(convertTimezone(a)) h, FORMAT(MIN(b)) m FROM A GROUP BY HOUR_IN_DAY(convertTimezone(a))',
    "SELECT a FROM A GROUP BY a HAVING NOT (COUNT(Id) > 1 OR a LIKE 'x%')",
    'SELECT TYPEOF What WHEN Account THEN Phone, Name WHEN Case THEN Subject ELSE Name END, Id FROM Task',
    'SELECT Id FROM A USING SCOPE mine WHERE b = null LIMIT 1 OFFSET 2 FOR VIEW UPDATE TRACKING, VIEWSTAT',
  ])('takes %s', (soql) => {
    expect(verdict(soql)).toBe('taken');
  });

  it('takes 100,000 characters, and not one more', () => {
    const condition = `WHERE Name IN ('${'x'.repeat(40)}'${`, '${'y'.repeat(90)}'`.repeat(1060)})`;
    const query = `SELECT Id FROM Account ${condition}`;
    const padded = query + ' '.repeat(100_000 - query.length);
    expect(padded).toHaveLength(100_000);
    expect(verdict(padded)).toBe('taken');
    expect(verdict(`${padded} `)).toBe('SOQL statements cannot be longer than 100000 characters.');
  });

  it('refuses conditions nested too deep, rather than fall over', () => {
    const depth = 20_000;
    const soql = `SELECT Id FROM A WHERE ${'('.repeat(depth)}a = 1${')'.repeat(depth)}`;
    expect(() => parseSoql(soql)).toThrow(/too complicated/);
    const subqueries = `${'SELECT (SELECT '.repeat(3000)}Id FROM A`;
    expect(() => parseSoql(subqueries)).toThrow(ApiError);
  });
});
