import type { RecordRules } from './record-rules.ts';

/** A person's name is put together from its parts (documented). */
export const personRules: RecordRules = {
  beforeSave({ next }) {
    next.Name = [next.FirstName, next.LastName].filter(Boolean).join(' ');
  },
};
