import type { User } from '../../../../server/bff/index.ts';

/** What tells two people apart, e.g. `00D…/005…`; what is no person is left as it is. */
export function identityOf(user: User): string;
export function identityOf(user: User | null | undefined): string | null | undefined;
export function identityOf(user: User | null | undefined): string | null | undefined {
  return user && `${user.organizationId}/${user.id}`;
}
