export const masterRecordTypeId = '012000000000000AAA';

/** Where an object has no record types, everything is of the master (seen). */
export const masterRecordType = {
  active: true,
  available: true,
  defaultRecordTypeMapping: true,
  developerName: 'Master',
  master: true,
  name: 'Master',
  recordTypeId: masterRecordTypeId,
} as const;
