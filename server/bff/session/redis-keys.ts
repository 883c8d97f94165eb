/** Where what is kept of a person's grant lies. */
export const grantKey = (owner: string): string => `bff:grant:${owner}`;

/** One hash: who has approved that the server acts for them while they are away. */
export const approvalsKey = 'bff:standing-approvals';

/** Where a session lies, by the hash of its id. */
export const sessionRecordKey = (key: string): string => `bff:session:${key}`;
