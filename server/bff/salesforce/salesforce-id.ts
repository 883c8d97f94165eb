import { z } from 'zod';

/**
 * A Salesforce record id: 15 case-sensitive characters, or 18 with the checksum.
 *
 * Checked before it goes into a URL or a query, because an id that is not one could name another path.
 *
 * @example z.object({ id: salesforceId })
 */
export const salesforceId = z
  .string()
  .regex(/^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/, {
    error: 'must be a Salesforce id (15 or 18 characters)',
    abort: true,
  })
  .refine((id) => id.length === 15 || id.slice(15) === checksum(id), 'is not the id of any record');

/** Whether two ids, each with 15 or 18 characters, are of one record: the first 15 decide. */
export const sameId = (one: string, other: string): boolean =>
  one.slice(0, 15) === other.slice(0, 15);

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * Which of the first 15 characters are capitals, five in a letter, the first being the lowest bit.
 *
 * @see https://help.salesforce.com/s/articleView?id=000385585
 */
function checksum(id: string): string {
  let letters = '';
  for (const start of [0, 5, 10]) {
    let bits = 0;
    for (let place = 0; place < 5; place += 1) {
      const character = id.charAt(start + place);
      if (character >= 'A' && character <= 'Z') bits += 2 ** place;
    }
    letters += alphabet[bits];
  }
  return letters;
}
