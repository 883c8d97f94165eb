import { personRules } from './person-rules.ts';
import type { RecordRules } from './record-rules.ts';

/**
 * A portal user belongs to the account of their contact (documented); that they follow it at once where
 * the contact moves to another is a guess.
 */
export const contactRules: RecordRules = {
  ...personRules,
  afterSave({ data, at, record }) {
    const { User } = data.tables;
    for (const user of User.children('ContactId', record.Id)) {
      if (user.AccountId !== record.AccountId) {
        User.update(user, { AccountId: record.AccountId ?? null, SystemModstamp: at });
      }
    }
  },
};
