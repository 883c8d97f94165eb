import type { FieldSchema } from '../../data/schema/field-schema.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { describeField } from '../describe-field.ts';
import type { RestCall } from '../rest-call.ts';

/** A field on a page (the properties are documented, in the SOAP API's DescribeLayoutItem). */
export function layoutItem(
  { viewer }: RestCall,
  object: ObjectSchema,
  field: FieldSchema,
  tabOrder: number,
) {
  const editableForNew = viewer.writes(object, field, 'create');
  const details = describeField(viewer, object, field);
  return {
    editableForNew,
    editableForUpdate: viewer.writes(object, field, 'update'),
    label: field.label,
    layoutComponents: [
      { components: [], details, displayLines: 1, tabOrder, type: 'Field', value: field.name },
    ],
    placeholder: false,
    required: editableForNew && !field.nillable && !field.defaultedOnCreate,
  };
}

const columns = 2;

/** Fields in two columns, row by row. */
export function layoutSection(
  call: RestCall,
  object: ObjectSchema,
  fields: readonly FieldSchema[],
  { heading, layoutId }: { heading: string; layoutId: string },
) {
  const items = fields.map((field, index) => layoutItem(call, object, field, index + 1));
  const rows = Array.from({ length: Math.ceil(items.length / columns) }, (_, row) =>
    items.slice(row * columns, (row + 1) * columns),
  );
  return {
    collapsed: false,
    columns,
    heading,
    layoutRows: rows.map((layoutItems) => ({ layoutItems, numItems: columns })),
    layoutSectionId: null,
    parentLayoutId: layoutId,
    rows: rows.length,
    tabOrder: 'LeftToRight',
    useCollapsibleSection: false,
    useHeading: true,
  };
}
