import { queryString } from 'bff/transport';
import type { families } from 'store/api';
import type { FilterLink } from 'store/filterLinks';
import { quantity } from 'store/format';

/** What of the catalogue is looked at; `null` is everything. */
export interface Scope {
  readonly search: string | null;
  readonly family: string | null;
}

type Family = Awaited<ReturnType<typeof families>>['items'][number];

/** What an address asks for, which may be anything at all. */
export const scopeOf = (search: string | undefined, family: string | undefined): Scope => ({
  search: search?.trim() || null,
  family: family || null,
});

/** The page's address for it. */
export const addressOf = ({ search, family }: Scope): string =>
  `/catalogue${queryString({ search, family })}`;

/** The end of a sentence about it: ` for “drill” in Garden`, or nothing. */
export const inWords = ({ search, family }: Scope): string =>
  (search ? ` for “${search}”` : '') + (family ? ` in ${family}` : '');

/** The families to choose from, with the same search in each. */
export function familyLinks({ search, family: chosen }: Scope, known: readonly Family[]) {
  const link = (label: string, family: string | null, products?: number): FilterLink => ({
    label,
    // It is of the whole family, not of what the search finds in it.
    count: products === undefined || search ? undefined : quantity(products),
    href: addressOf({ search, family }),
    current: chosen === family ? 'true' : undefined,
  });
  const links = [
    link('All', null),
    ...known.map(({ name, products }) => link(name, name, products)),
  ];
  // One that is not there, or not known to be: what is looked at is shown all the same.
  if (chosen && !known.some(({ name }) => name === chosen)) links.push(link(chosen, chosen));
  return links;
}

/** What can be done where it holds nothing; nothing where it is everything. */
export function wayOut({ search, family }: Scope) {
  if (search && family) {
    return {
      advice: 'There may be something elsewhere in the catalogue.',
      label: 'Search everywhere',
      href: addressOf({ search, family: null }),
    };
  }
  if (!search && !family) return undefined;
  return {
    advice: search
      ? 'Please check the spelling, or try fewer words.'
      : 'There may be something elsewhere in the catalogue.',
    label: 'Show everything',
    href: addressOf({ search: null, family: null }),
  };
}
