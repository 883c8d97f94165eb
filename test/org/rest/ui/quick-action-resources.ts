import { ApiError } from '../../data/api-error.ts';
import { toRecordId } from '../../data/record-id.ts';
import type { FieldSchema } from '../../data/schema/field-schema.ts';
import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import { objectOfId } from '../../data/schema/schema.ts';
import type { JsonObject } from '../../data/writes/read-record.ts';
import { createRecord } from '../../data/writes/save-record.ts';
import { objectIn } from '../request-body.ts';
import { pathParameter, type RestAnswer, type RestCall } from '../rest-call.ts';
import { writeContext } from '../row-writes.ts';
import { objectOfPath } from '../sobject-path.ts';
import { resourceNotFound } from '../versions.ts';
import { layoutSection } from './layout-section.ts';
import { availableActions, type QuickAction } from './quick-actions.ts';

interface FoundAction {
  readonly action: QuickAction;
  readonly target: ObjectSchema;
  readonly fields: readonly FieldSchema[];
}

/** Below an object the same actions are found as globally: the org has none of an object's own. */
function requireObject(call: RestCall): void {
  if (pathParameter(call, 'object') !== '') objectOfPath(call);
}

function actionOfPath(call: RestCall): FoundAction {
  requireObject(call);
  const name = pathParameter(call, 'action');
  const found = availableActions(call).find(({ action }) => action.name === name);
  if (found === undefined) throw resourceNotFound();
  const { action, target } = found;
  const fields = action.fields.flatMap((field) => call.viewer.field(target, field) ?? []);
  return { action, target, fields };
}

function basics(call: RestCall, { name, label, type }: QuickAction) {
  const object = pathParameter(call, 'object');
  const parent = object === '' ? '' : `/sobjects/${objectOfPath(call).name}`;
  const url = `/services/data/v${call.version}${parent}/quickActions/${name}`;
  return {
    actionEnumOrId: name,
    label,
    name,
    type,
    urls: {
      defaultValues: `${url}/defaultValues`,
      defaultValuesTemplate: `${url}/defaultValues/{ID}`,
      describe: `${url}/describe`,
      quickAction: url,
    },
  };
}

/** `GET /quickActions`, and the same below an object (documented) */
export function quickActionsResource(call: RestCall): RestAnswer {
  requireObject(call);
  return { status: 200, body: availableActions(call).map(({ action }) => basics(call, action)) };
}

/** `GET /quickActions/<action>` (documented) */
export function quickActionResource(call: RestCall): RestAnswer {
  return { status: 200, body: basics(call, actionOfPath(call).action) };
}

/** `GET /quickActions/<action>/describe` (documented) */
export function describeQuickActionResource(call: RestCall): RestAnswer {
  const { action, target, fields } = actionOfPath(call);
  const section = { heading: action.label, layoutId: '' };
  return {
    status: 200,
    body: {
      accessLevelRequired: null,
      ...basics(call, action),
      colors: [],
      contextSobjectType: null,
      defaultValues: null,
      height: null,
      iconName: null,
      iconUrl: null,
      icons: [],
      layout: { ...layoutSection(call, target, fields, section), parentLayoutId: null },
      miniIconUrl: null,
      showQuickActionLcHeader: false,
      showQuickActionVfHeader: false,
      targetParentField: null,
      targetRecordTypeId: null,
      targetSobjectType: target.name,
      visualforcePageName: null,
      visualforcePageUrl: null,
      width: null,
    },
  };
}

/**
 * The form's fields that a record, from whose page the action is started, fills.
 * @throws {ApiError} MALFORMED_ID (guessed), for what names no record in sight
 */
function valuesFrom(call: RestCall, { fields }: FoundAction, contextId: string) {
  const id = toRecordId(contextId);
  const object = id && objectOfId(id);
  const visible = object && call.viewer.object(object.name);
  if (!id || !visible || call.viewer.find(visible, id) === undefined) {
    throw new ApiError(400, 'MALFORMED_ID', `Context ID: id value of incorrect type: ${contextId}`);
  }
  const filled = fields.filter(
    ({ name, referenceTo }) => referenceTo.includes(visible.name) && name !== 'OwnerId',
  );
  return Object.fromEntries(filled.map(({ name }) => [name, id]));
}

/** `GET /quickActions/<action>/defaultValues`, `…/<context id>` (documented) */
export function quickActionDefaultsResource(call: RestCall): RestAnswer {
  const found = actionOfPath(call);
  const contextId = pathParameter(call, 'context');
  const empty = found.fields.map(({ name, defaultValue }) => [name, defaultValue]);
  return {
    status: 200,
    body: {
      attributes: { type: found.target.name },
      ...Object.fromEntries(empty),
      ...(contextId === '' ? {} : valuesFrom(call, found, contextId)),
    },
  };
}

function recordIn(body: JsonObject): JsonObject {
  const { record = {} } = body;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'record must be an object');
  }
  return record as JsonObject;
}

/** `POST /quickActions/<action>`: makes the record (documented; the status is a guess). */
export function runQuickActionResource(call: RestCall): RestAnswer {
  const found = actionOfPath(call);
  const body = objectIn(call.body);
  const { contextId } = body;
  const context = typeof contextId === 'string' ? valuesFrom(call, found, contextId) : {};
  const values = { ...context, ...found.action.values, ...recordIn(body) };
  const { Id } = createRecord(writeContext(call), found.target, values);
  return {
    status: 201,
    body: {
      contextId: contextId ?? null,
      created: true,
      errors: [],
      feedItemIds: [],
      id: Id,
      success: true,
      successMessage: null,
    },
  };
}
