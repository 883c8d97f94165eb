import type { RestAnswer, RestCall } from '../rest-call.ts';
import { objectOfPath } from '../sobject-path.ts';
import { layoutItem } from './layout-section.ts';
import { masterRecordTypeId } from './master-record-type.ts';

/** Where nobody made a compact layout there is the system's own, which has no id (documented). */
const systemLayout = 'SYSTEM';

/** `GET /sobjects/<object>/describe/compactLayouts` (documented) */
export function compactLayoutsResource(call: RestCall): RestAnswer {
  const object = objectOfPath(call);
  const url = `/services/data/v${call.version}/sobjects/${object.name}/describe/compactLayouts`;
  const nameFields = object.fields.filter(({ nameField }) => nameField);
  return {
    status: 200,
    body: {
      compactLayouts: [
        {
          actions: [],
          fieldItems: nameFields.map((field, index) => layoutItem(call, object, field, index + 1)),
          id: null,
          imageItems: [],
          label: 'System Default',
          name: systemLayout,
          objectType: object.name,
        },
      ],
      defaultCompactLayoutId: null,
      recordTypeCompactLayoutMappings: [
        {
          available: true,
          compactLayoutId: null,
          compactLayoutName: systemLayout,
          recordTypeId: masterRecordTypeId,
          recordTypeName: 'Master',
          urls: { compactLayout: `${url}/${masterRecordTypeId}` },
        },
      ],
      urls: { primary: `${url}/primary` },
    },
  };
}

/** `GET /sobjects/<object>/describe/approvalLayouts`: the org has no approval processes (documented). */
export function approvalLayoutsResource(call: RestCall): RestAnswer {
  objectOfPath(call);
  return { status: 200, body: { approvalLayouts: [] } };
}
