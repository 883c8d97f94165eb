import type { TableAudit, UserAudit } from '../bff/index.ts';

/** What an audit has found, for people and for programs. */
export interface AuditReport {
  readonly text: string;
  readonly json: {
    readonly leaks: number;
    readonly gaps: number;
    /** Users for whom it could not be found out. */
    readonly notComparable: number;
    /** Tables of a user for which it could not be found out. */
    readonly failed: number;
    readonly users: readonly UserAudit[];
  };
  /** 1: something is let through that Salesforce does not; 2: that could not be found out; 0: neither. */
  readonly exitCode: number;
}

/** @example const { text, exitCode } = auditReport(users); */
export function auditReport(users: readonly UserAudit[]): AuditReport {
  const tables = users.flatMap((user) => ('tables' in user ? user.tables : []));
  const compared = tables.flatMap((table) => ('failed' in table ? [] : table));
  const count = (kind: 'leaks' | 'gaps') =>
    compared.reduce((sum, table) => sum + table[kind].length, 0);
  const [leaks, gaps] = [count('leaks'), count('gaps')];
  const failed = tables.length - compared.length;
  const notComparable = users.filter((user) => 'notComparable' in user).length;
  const sum = [
    `${leaks} leaks, ${gaps} gaps, ${notComparable} of ${users.length} users not comparable`,
    ...(failed > 0 ? [`${failed} tables could not be looked at`] : []),
  ];
  return {
    text: `${[...users.flatMap(linesOf), ...sum].join('\n')}\n`,
    json: { leaks, gaps, notComparable, failed, users },
    // Where nobody at all could be asked for, it is the audit that is not well.
    exitCode: leaks > 0 ? 1 : failed > 0 || notComparable === users.length ? 2 : 0,
  };
}

function linesOf(user: UserAudit): string[] {
  return 'notComparable' in user
    ? [`${user.username}: not comparable: ${user.notComparable}`]
    : user.tables.flatMap((table) => linesOfTable(user.username, table));
}

function linesOfTable(username: string, audit: TableAudit): string[] {
  const { table } = audit;
  if ('failed' in audit) return [`${username}: ${table}: could not be looked at: ${audit.failed}`];
  const { inSalesforce, inReplica, leaks, gaps } = audit;
  return [
    `${username}: ${table}: ${inSalesforce} records in Salesforce, ${inReplica} in the replica`,
    ...leaks.map((id) => `  leak  ${id}  let through here, not in Salesforce`),
    ...gaps.map((id) => `  gap   ${id}  let through in Salesforce, not here`),
  ];
}
