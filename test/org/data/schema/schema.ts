import { activityHistory, openActivity, task } from './activity-objects.ts';
import { pricebook, pricebookEntry, product } from './catalogue-objects.ts';
import { bigTable, upsertTable } from './custom-objects.ts';
import { account, contact, serviceCase } from './customer-objects.ts';
import type { FieldSchema } from './field-schema.ts';
import type { ChildRelationship, ObjectSchema } from './object-schema.ts';
import { order, orderItem } from './order-objects.ts';
import { lead, opportunity } from './sales-objects.ts';
import { group, organization, profile, user, userRole } from './setup-objects.ts';

const objects: readonly ObjectSchema[] = [
  account,
  contact,
  user,
  profile,
  userRole,
  organization,
  group,
  product,
  pricebook,
  pricebookEntry,
  order,
  orderItem,
  serviceCase,
  opportunity,
  lead,
  task,
  upsertTable,
  bigTable,
];

/** What only the subqueries of other queries reach. */
const views: readonly ObjectSchema[] = [activityHistory, openActivity];

const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]));

const childrenOf = new Map(
  objects.map((parent) => [
    parent.name,
    new Map(
      [...objects, ...views].flatMap((child) =>
        child.fields.flatMap((field): [string, ChildRelationship][] =>
          field.childRelationshipName !== null && field.referenceTo.includes(parent.name)
            ? [
                [
                  field.childRelationshipName.toLowerCase(),
                  { name: field.childRelationshipName, object: child, field },
                ],
              ]
            : [],
        ),
      ),
    ),
  ]),
);

/** Every sObject of the embedded org, in the order in which describe lists them. */
export function allObjects(): readonly ObjectSchema[] {
  return objects;
}

/** Object names are case-insensitive in Salesforce, in SOQL and in URLs. */
export function findObject(name: string): ObjectSchema | undefined {
  return byName.get(name.toLowerCase());
}

/** The object whose ids begin so. */
export function objectOfId(id: string): ObjectSchema | undefined {
  return objects.find(({ keyPrefix }) => id.startsWith(keyPrefix));
}

/** Every lookup that may hold an object's ids, with the object that has it. */
export function lookupsTo(
  object: ObjectSchema,
): { readonly child: ObjectSchema; readonly field: FieldSchema }[] {
  return objects.flatMap((child) =>
    child.fields
      .filter(({ referenceTo }) => referenceTo.includes(object.name))
      .map((field) => ({ child, field })),
  );
}

/** For names that come from the schema itself. */
export function objectNamed(name: string): ObjectSchema {
  const object = findObject(name);
  if (object === undefined) {
    throw new Error(`the schema names an object that it does not define: ${name}`);
  }
  return object;
}

/** The relationships by which a query reads an object's children, by lower-case name. */
export function childRelationships(object: ObjectSchema): ReadonlyMap<string, ChildRelationship> {
  return childrenOf.get(object.name) ?? new Map();
}
