import type { User } from '../user.ts';

/** What makes a person: user ids alone repeat across organizations. */
export type Owner = Pick<User, 'organizationId' | 'id'>;

/** The name under which a person's grant and sessions are kept. */
export const ownerOf = (user: Owner): string => `${user.organizationId}/${user.id}`;
