/** Standard relationships to a parent whose object has another name. */
const parents: Readonly<Record<string, string>> = {
  Owner: 'User',
  CreatedBy: 'User',
  LastModifiedBy: 'User',
  ReportsTo: 'Contact',
};

/** Standard relationships to children, by their object. */
const children: Readonly<Record<string, string>> = {
  PricebookEntries: 'PricebookEntry',
  OrderItems: 'OrderItem',
  Orders: 'Order',
  Contacts: 'Contact',
  Cases: 'Case',
  Assets: 'Asset',
  Opportunities: 'Opportunity',
};

/**
 * Where a relationship leads, by its name alone: setup knows no org yet that could be asked.
 *
 * @throws {TypeError} when the name does not tell
 */
export function parentOf(object: string, relationship: string): { lookup: string; parent: string } {
  if (relationship.endsWith('__r')) throw notTold(object, relationship);
  if (relationship === 'Parent') return { lookup: 'ParentId', parent: object };
  return { lookup: `${relationship}Id`, parent: parents[relationship] ?? relationship };
}

/** @throws {TypeError} when the name does not tell */
export function childObject(object: string, relationship: string): string {
  const child = children[relationship];
  if (child === undefined) throw notTold(object, relationship);
  return child;
}

const notTold = (object: string, relationship: string) =>
  new TypeError(
    `${object}.${relationship} leads to an object that its name does not tell: add it to server/setup/relationships.ts`,
  );
