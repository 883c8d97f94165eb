import { makeRecordId } from '../../data/record-id.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { allObjects, childRelationships } from '../../data/schema/schema.ts';
import { pathParameter, type RestAnswer, type RestCall } from '../rest-call.ts';
import { objectOfPath } from '../sobject-path.ts';
import { resourceNotFound } from '../versions.ts';
import { layoutSection } from './layout-section.ts';
import { masterRecordType, masterRecordTypeId } from './master-record-type.ts';
import { quickActionListItems } from './quick-actions.ts';

function relatedLists({ viewer }: RestCall, object: ObjectSchema) {
  return [...childRelationships(object).values()].flatMap(({ name }) => {
    const found = viewer.children(object, name);
    if (found === undefined) return [];
    const { relationship, object: child } = found;
    const nameField = child.fields.find((field) => field.nameField);
    return {
      accessLevelRequiredForCreate: null,
      buttons: [],
      columns: nameField === undefined ? [] : [relatedColumn(child, nameField)],
      custom: name.endsWith('__r'),
      field: relationship.field.name,
      label: child.labelPlural,
      limitRows: 5,
      name,
      sobject: child.name,
      sort: [],
    };
  });
}

function relatedColumn(child: ObjectSchema, { name, label }: { name: string; label: string }) {
  const lookupId = 'Id';
  return {
    field: `${child.name}.${name}`,
    fieldApiName: name,
    format: null,
    label,
    lookupId,
    name,
  };
}

/** The one page of an object: all its fields, as an administrator has it who never changed it. */
function layoutOf(call: RestCall, object: ObjectSchema) {
  const { viewer } = call;
  const id = makeRecordId('00h', allObjects().indexOf(object) + 1);
  const visible = object.fields.filter(({ name }) => viewer.field(object, name) !== undefined);
  const editable = visible.filter(
    (field) => viewer.writes(object, field, 'create') || viewer.writes(object, field, 'update'),
  );
  const section = { heading: `${object.label} Information`, layoutId: id };
  return {
    buttonLayoutSection: { detailButtons: [] },
    detailLayoutSections: [layoutSection(call, object, visible, section)],
    editLayoutSections: [layoutSection(call, object, editable, section)],
    feedView: null,
    highlightsPanelLayoutSection: null,
    id,
    multirowEditLayoutSections: [],
    offlineLinks: [],
    quickActionList: { quickActionListItems: quickActionListItems(call) },
    relatedContent: null,
    relatedLists: relatedLists(call, object),
    saveOptions: [],
  };
}

function layoutsAnswer(call: RestCall, object: ObjectSchema): RestAnswer {
  const layout = layoutOf(call, object);
  const url = `/services/data/v${call.version}/sobjects/${object.name}/describe/layouts`;
  const mapping = {
    ...masterRecordType,
    layoutId: layout.id,
    picklistsForRecordType: null,
    urls: { layout: `${url}/${masterRecordTypeId}` },
  };
  return {
    status: 200,
    body: {
      layouts: [layout],
      recordTypeMappings: [mapping],
      recordTypeSelectorRequired: [false],
    },
  };
}

/** `GET /sobjects/<object>/describe/layouts` (documented) */
export function layoutsResource(call: RestCall): RestAnswer {
  return layoutsAnswer(call, objectOfPath(call));
}

/** `GET /sobjects/<object>/describe/layouts/<record type>` (documented) */
export function recordTypeLayoutResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const id = pathParameter(call, 'recordType');
  if (id !== masterRecordTypeId && id !== masterRecordTypeId.slice(0, 15)) throw resourceNotFound();
  return { status: 200, body: layoutOf(call, object) };
}

/** The layouts that an object has beside its own, by name: users' alone (seen). */
export function namedLayouts(object: ObjectSchema): readonly string[] {
  return object.name === 'User' ? ['UserAlt'] : [];
}

/** `GET /sobjects/<object>/describe/namedLayouts/<name>` (documented) */
export function namedLayoutResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  if (!namedLayouts(object).includes(pathParameter(call, 'name'))) throw resourceNotFound();
  return layoutsAnswer(call, object);
}
