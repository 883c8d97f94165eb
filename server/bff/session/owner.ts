import type { User } from '../user.ts';

/** The name under which a person's grant and sessions are kept: user ids alone repeat across organizations. */
export const ownerOf = (user: Pick<User, 'organizationId' | 'id'>): string =>
  `${user.organizationId}/${user.id}`;
