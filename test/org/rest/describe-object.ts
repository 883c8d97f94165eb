import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { childRelationships, lookupsTo } from '../data/schema/schema.ts';
import { describeField } from './describe-field.ts';
import type { RestCall } from './rest-call.ts';
import { namedLayouts } from './ui/layouts-resource.ts';
import { masterRecordType } from './ui/master-record-type.ts';

const mergeable = new Set(['Account', 'Contact', 'Lead']);

/** Of the addresses that Salesforce lists, those that the org answers. */
function urlsOf({ version }: RestCall, { name }: ObjectSchema) {
  const sobject = `/services/data/v${version}/sobjects/${name}`;
  const describe = `${sobject}/describe`;
  return {
    compactLayouts: `${describe}/compactLayouts`,
    rowTemplate: `${sobject}/{ID}`,
    approvalLayouts: `${describe}/approvalLayouts`,
    listviews: `${sobject}/listviews`,
    describe,
    quickActions: `${sobject}/quickActions`,
    layouts: `${describe}/layouts`,
    sobject,
  };
}

/** An object as the global describe lists it, with the rights of the user. */
export function describeBasics(call: RestCall, object: ObjectSchema) {
  const { name, label, labelPlural, keyPrefix, deletable } = object;
  const permission = call.viewer.permission(object);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable: permission.create,
    custom: name.endsWith('__c'),
    customSetting: false,
    deepCloneable: false,
    deletable: permission.delete,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label,
    labelPlural,
    layoutable: true,
    mergeable: mergeable.has(name),
    mruEnabled: true,
    name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: deletable,
    updateable: permission.update,
    urls: urlsOf(call, object),
  };
}

/** Views of other objects are children too, by the one lookup that leads to them. */
function viewsOf(object: ObjectSchema) {
  return [...childRelationships(object).values()]
    .filter(({ object: child }) => child.storedAs !== child.name)
    .map(({ object: child, field }) => ({ child, field }));
}

function childRelationshipsOf({ viewer }: RestCall, object: ObjectSchema) {
  return [...lookupsTo(object), ...viewsOf(object)]
    .filter(({ child }) => viewer.object(child.storedAs) !== undefined)
    .filter(({ child, field }) => viewer.field(child, field.name) !== undefined)
    .map(({ child, field }) => ({
      cascadeDelete: field.cascadeDelete,
      childSObject: child.name,
      deprecatedAndHidden: false,
      field: field.name,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: field.childRelationshipName,
      restrictedDelete: field.restrictedDelete,
    }));
}

/** All that there is to say of an object; hidden fields and what the user may not read are left out. */
export function describeObject(call: RestCall, object: ObjectSchema) {
  const { viewer } = call;
  const plural = object.labelPlural.toLowerCase();
  return {
    actionOverrides: [],
    ...describeBasics(call, object),
    childRelationships: childRelationshipsOf(call, object),
    compactLayoutable: true,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields
      .filter(({ name }) => viewer.field(object, name) !== undefined)
      .map((field) => describeField(viewer, object, field)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: namedLayouts(object).map((name) => ({
      name,
      urls: { layout: `${urlsOf(call, object).describe}/namedLayouts/${name}` },
    })),
    networkScopeFieldName: null,
    recordTypeInfos: [{ ...masterRecordType, urls: {} }],
    searchLayoutable: true,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${plural}`, name: 'everything' },
      { label: `My ${plural}`, name: 'mine' },
    ],
  };
}
