import { lookup, required } from './field-schema.ts';

const options = { ...required, defaultedOnCreate: true } as const;

/** Who a record belongs to: whoever makes it, unless the write says another. */
export const owner = lookup('OwnerId', 'User', null, options);

/** Cases and leads may wait in a queue as well (documented). */
export const ownerOrQueue = lookup('OwnerId', ['Group', 'User'], null, options);
