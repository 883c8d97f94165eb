/**
 * Fields that whoever reads the object reads, and for which a permission set must say nothing: a deploy
 * with one is refused (`You cannot deploy to a required field`). Required fields, the record's name, and
 * what Salesforce itself keeps.
 *
 * Seen in public issues: required and system fields. Not confirmed: `Pricebook2.IsStandard`, which
 * Salesforce alone sets.
 */
const ofEveryObject: ReadonlySet<string> = new Set([
  'Id',
  'Name',
  'IsDeleted',
  'OwnerId',
  'RecordTypeId',
  'CurrencyIsoCode',
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'LastReferencedDate',
  'LastViewedDate',
  'SystemModstamp',
]);

const ofObject: Readonly<Record<string, ReadonlySet<string>>> = {
  Pricebook2: new Set(['IsArchived', 'IsStandard']),
};

/**
 * Objects without permissions of their own: who reads the parents reads them. Their standard fields are
 * required or copies of the parents'.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_pricebookentry.htm
 */
const readWithParents: Readonly<Record<string, readonly string[]>> = {
  PricebookEntry: ['Product2', 'Pricebook2'],
};

/** Every user reads some of these, and no permission set says so. */
const withoutPermissions: ReadonlySet<string> = new Set(['User', 'Organization', 'RecordType']);

/** The objects that carry a permission so that this one can be read. */
export const objectsToPermit = (object: string): readonly string[] =>
  withoutPermissions.has(object) ? [] : (readWithParents[object] ?? [object]);

/** Whether a permission set has to name a field so that it can be read. */
export const needsFieldPermission = (object: string, field: string): boolean =>
  field.endsWith('__c') ||
  !(
    withoutPermissions.has(object) ||
    object in readWithParents ||
    ofEveryObject.has(field) ||
    ofObject[object]?.has(field)
  );
