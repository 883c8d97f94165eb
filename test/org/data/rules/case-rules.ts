import type { RecordRules } from './record-rules.ts';

/**
 * A case closes with its status, belongs to its contact's account where it names none, and shows
 * the contact's address (documented). What a customer opens is theirs (seen in portals).
 */
export const caseRules: RecordRules = {
  beforeSave({ data, user, at, before, next }) {
    if (before === undefined) next.ContactId ??= user.contactId;
    const contact = data.tables.Contact.find(String(next.ContactId));
    if (before?.ContactId !== next.ContactId) next.AccountId ??= contact?.AccountId ?? null;
    next.ContactEmail = contact?.Email ?? null;
    next.ContactPhone = contact?.Phone ?? null;
    next.IsClosed = next.Status === 'Closed';
    next.ClosedDate = next.IsClosed ? (before?.ClosedDate ?? at) : null;
  },
};
