import type { OrgData, OrgUser } from '../org-data.ts';

/** The user and everybody whose role is below theirs: whose records they see as if their own. */
export function ownersSeenBy(data: OrgData, user: OrgUser): ReadonlySet<string> {
  const owners = new Set([user.id]);
  if (user.roleId === null) {
    return owners;
  }
  const below = new Set<string>();
  for (let found = new Set([user.roleId]); found.size > 0; ) {
    const next = new Set<string>();
    for (const role of data.tables.UserRole.rows()) {
      if (typeof role.ParentRoleId === 'string' && found.has(role.ParentRoleId)) {
        below.add(role.Id);
        next.add(role.Id);
      }
    }
    found = next;
  }
  for (const each of data.tables.User.rows()) {
    if (typeof each.UserRoleId === 'string' && below.has(each.UserRoleId)) {
      owners.add(each.Id);
    }
  }
  return owners;
}
