import type { Viewer } from '../data/access/viewer.ts';
import type { OrgRecord } from '../data/record-table.ts';
import { type FieldSchema, field } from '../data/schema/field-schema.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';

const parts = [
  ...['City', 'Country', 'GeocodeAccuracy', 'Latitude', 'Longitude'],
  ...['PostalCode', 'State', 'Street'],
];

/** An address as one value; the org finds no positions by itself, and has states and countries as text (documented). */
interface Address {
  /** What it may not be used for: no condition, order or group has one. */
  readonly field: FieldSchema;
  read(record: OrgRecord): Readonly<Record<string, unknown>> | null;
}

/** `BillingAddress`, made of `BillingStreet` and its like; `undefined` for what is none. */
export function compoundAddress(
  viewer: Viewer,
  object: ObjectSchema,
  name: string,
): Address | undefined {
  const prefix = /^(\w+)Address$/i.exec(name)?.[1];
  const street = prefix === undefined ? undefined : viewer.field(object, `${prefix}Street`);
  if (street === undefined) {
    return undefined;
  }
  const own = street.name.replace(/Street$/, '');
  return {
    field: field(`${own}Address`, 'string', {
      ...{ filterable: false, sortable: false, groupable: false },
    }),
    read(record) {
      const values = parts.map((part): [string, unknown] => [
        part.charAt(0).toLowerCase() + part.slice(1),
        viewer.field(object, `${own}${part}`) === undefined
          ? null
          : (record[`${own}${part}`] ?? null),
      ]);
      return values.every(([, value]) => value === null) ? null : Object.fromEntries(values);
    },
  };
}
