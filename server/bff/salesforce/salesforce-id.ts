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
  .regex(/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/, 'must be a Salesforce id (15 or 18 characters)');
