import type { UserAudit } from '../bff/index.ts';

/** What an audit has found, for people and for programs. */
export interface AuditReport {
  readonly text: string;
  readonly json: {
    readonly leaks: number;
    readonly gaps: number;
    /** Users for whom it could not be found out. */
    readonly notComparable: number;
    readonly users: readonly UserAudit[];
  };
  readonly leaks: number;
}

/** @example const { text, leaks } = auditReport(await Promise.all(users.map(audit))); */
export function auditReport(users: readonly UserAudit[]): AuditReport {
  const tables = users.flatMap((user) => ('tables' in user ? user.tables : []));
  const leaks = tables.reduce((sum, table) => sum + table.leaks.length, 0);
  const gaps = tables.reduce((sum, table) => sum + table.gaps.length, 0);
  const notComparable = users.filter((user) => 'notComparable' in user).length;
  const lines = [
    ...users.flatMap(linesOf),
    `${leaks} leaks, ${gaps} gaps, ${notComparable} of ${users.length} users not comparable`,
  ];
  return {
    text: `${lines.join('\n')}\n`,
    json: { leaks, gaps, notComparable, users },
    leaks,
  };
}

function linesOf(user: UserAudit): string[] {
  if ('notComparable' in user) return [`${user.username}: not comparable: ${user.notComparable}`];
  return user.tables.flatMap(({ table, inSalesforce, inReplica, leaks, gaps }) => [
    `${user.username}: ${table}: ${inSalesforce} records in Salesforce, ${inReplica} in the replica`,
    ...leaks.map((id) => `  leak  ${id}  let through here, not in Salesforce`),
    ...gaps.map((id) => `  gap   ${id}  let through in Salesforce, not here`),
  ]);
}
