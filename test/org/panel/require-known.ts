import type { OrgData } from '../data/org-data.ts';

/** The panel was told of somebody or something that the org does not have. */
export class UnknownName extends Error {}

/** @throws UnknownName */
export function requireUsers(data: OrgData, usernames: readonly string[]): void {
  for (const username of usernames) {
    if (!data.userByUsername(username)) throw new UnknownName(`there is no user ${username}`);
  }
}

/** @throws UnknownName */
export function requireProfiles(data: OrgData, names: readonly string[]): void {
  const profiles = new Set([...data.tables.Profile.rows()].map(({ Name }) => Name));
  for (const name of names) {
    if (!profiles.has(name)) throw new UnknownName(`there is no profile ${name}`);
  }
}
