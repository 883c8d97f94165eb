import type { OrgData } from '../data/org-data.ts';
import type { FieldValue } from '../data/record-table.ts';
import { objectOfId } from '../data/schema/schema.ts';
import { recordJson } from './record-json.ts';
import type { RestCall } from './rest-call.ts';

/** Documented: the list of one user ends there. */
const longest = 200;

interface RecentItem {
  readonly attributes: { readonly type: string; readonly url: string };
  readonly Name: FieldValue;
}

/** What users looked at last. */
export interface RecentItems {
  note(call: RestCall, ids: readonly string[]): void;
  /** As records of Id and Name, the latest first; those that are no longer in sight left out. */
  list(call: RestCall, limit?: number): RecentItem[];
}

/** Recent items belong to the data: a reset forgets them. */
export function createRecentItems(): RecentItems {
  const byData = new WeakMap<OrgData, Map<string, readonly string[]>>();

  function idsOf({ data, viewer }: RestCall): readonly string[] {
    return byData.get(data)?.get(viewer.user.id) ?? [];
  }
  return {
    note(call, ids) {
      const byUser = byData.get(call.data) ?? new Map<string, readonly string[]>();
      const latest = [...new Set([...ids, ...idsOf(call)])].slice(0, longest);
      byData.set(call.data, byUser.set(call.viewer.user.id, latest));
    },
    list(call, limit = longest) {
      const items = idsOf(call).flatMap((id) => {
        const object = objectOfId(id);
        const visible = object && call.viewer.object(object.name);
        const record = visible && call.viewer.find(visible, id);
        if (!visible || record === undefined) return [];
        const nameField = visible.fields.find((field) => field.nameField)?.name ?? 'Id';
        return [{ ...recordJson(call, visible, record, ['Id']), Name: record[nameField] ?? null }];
      });
      return items.slice(0, limit);
    },
  };
}
