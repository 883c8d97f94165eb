import type { Viewer } from '../data/access/viewer.ts';
import type { FieldSchema } from '../data/schema/field-schema.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { identifies } from '../data/writes/references.ts';

const soapTypes: Readonly<Partial<Record<FieldSchema['type'], string>>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

/** Three bytes a character, except in ids (seen). */
function byteLength({ type, length }: FieldSchema): number {
  return type === 'id' || type === 'reference' ? length : length * 3;
}

/** A field as `describe` shows it to a user; the properties are those seen in captures. */
export function describeField(viewer: Viewer, object: ObjectSchema, field: FieldSchema) {
  const { name, type, precision, filterable, nillable, referenceTo } = field;
  const custom = name.endsWith('__c');
  const isInt = type === 'int';
  return {
    aggregatable: filterable && type !== 'boolean',
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: byteLength(field),
    calculated: field.calculated,
    calculatedFormula: null,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: false,
    compoundFieldName: null,
    controllerName: null,
    createable: viewer.writes(object, field, 'create'),
    custom,
    defaultValue: field.defaultValue,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: isInt ? precision : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: type === 'textarea' ? 'plaintextarea' : null,
    filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: identifies(field),
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name,
    nameField: field.nameField,
    namePointing: referenceTo.length > 1,
    nillable,
    permissionable: nillable && (custom || field.createable || field.updateable),
    picklistValues: field.picklistValues.map((value) => ({ ...value, validFor: null })),
    polymorphicForeignKey: referenceTo.length > 1,
    precision: isInt ? 0 : precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: [...referenceTo],
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: field.restrictedDelete,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: type === 'reference',
    soapType: soapTypes[type] ?? 'xsd:string',
    sortable: field.sortable,
    type,
    unique: field.unique,
    updateable: viewer.writes(object, field, 'update'),
    writeRequiresMasterRead: false,
  };
}
