import { createHash } from 'node:crypto';
import type { User } from '../user.ts';

/**
 * A value for a unique field of Salesforce's, by which it refuses to do twice what a browser says twice:
 * 64 hexadecimal digits, other ones for every user and every request.
 *
 * @param user who asks: nobody can take another's key
 * @param requestId what the page has made up for this request; the browser's own words get no further
 * @example fields: { RequestKey__c: requestKey(user, requestId) }
 */
export const requestKey = ({ id, organizationId }: User, requestId: string): string =>
  createHash('sha256')
    .update(JSON.stringify([organizationId, id, requestId]))
    .digest('hex');
