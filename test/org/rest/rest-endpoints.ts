import { ApiError } from '../data/api-error.ts';
import type { ApiUsage } from './api-usage.ts';
import { bulkEndpoints } from './bulk/bulk-endpoints.ts';
import { deletedResource, updatedResource } from './changed-resources.ts';
import { batchResource } from './composite/batch-resource.ts';
import { retrieveByBody, retrieveByQuery } from './composite/collection-retrieve.ts';
import {
  createCollection,
  deleteCollection,
  updateCollection,
  upsertCollection,
} from './composite/collection-writes.ts';
import { compositeListResource, compositeResource } from './composite/composite-resource.ts';
import { treeResource } from './composite/tree-resource.ts';
import {
  describeBasicsResource,
  describeGlobalResource,
  describeObjectResource,
} from './describe-resources.ts';
import { limitsResource } from './limits-resource.ts';
import {
  queryAllResource,
  queryMoreResource,
  queryPagesByData,
  queryResource,
} from './query-resource.ts';
import { createRecentItems } from './recent-items.ts';
import { threePartResource } from './relationship-resource.ts';
import type { RestHandler } from './rest-call.ts';
import { rowResource } from './row-resource.ts';
import {
  createByIdResource,
  createResource,
  deleteByKeyResource,
  deleteResource,
  updateResource,
  upsertResource,
} from './row-writes.ts';
import { searchResource } from './search-resource.ts';
import { uiEndpoints } from './ui/ui-endpoints.ts';

/** A path below the version, and what answers each method there. */
export interface Endpoint {
  readonly path: string;
  readonly methods: Readonly<Record<string, RestHandler>>;
  /** The type of its requests' bodies, where it is not JSON. */
  readonly takes?: string;
  /** Not to be asked within another request. */
  readonly alone?: boolean;
}

/** `HEAD` is answered where `GET` is (documented). */
export function allowedMethods(methods: Endpoint['methods']): string[] {
  return Object.keys(methods).flatMap((method) => (method === 'GET' ? ['HEAD', 'GET'] : [method]));
}

const listResources: RestHandler = ({ version }) => {
  const names = [
    ...[
      'composite',
      'jobs',
      'limits',
      'query',
      'queryAll',
      'quickActions',
      'recent',
      'search',
      'sobjects',
    ],
    ...['tabs', 'theme'],
  ];
  const paths = names.map((name) => [name, `/services/data/v${version}/${name}`]);
  return { status: 200, body: Object.fromEntries(paths) };
};

/** Everything below a version, in the order in which paths are tried. */
export function restEndpoints(usage: ApiUsage): Endpoint[] {
  const recent = createRecentItems();
  const queries = { pagesOf: queryPagesByData(), recent };
  const listRecent: RestHandler = (call) => {
    const limit = call.query.get('limit') ?? '200';
    if (!/^\d+$/.test(limit)) {
      // Guessed.
      throw new ApiError(400, 'INVALID_INPUT', `limit is not a number: ${limit}`);
    }
    return { status: 200, body: recent.list(call, Number(limit)) };
  };
  return [
    { path: '/', methods: { GET: listResources } },
    { path: '/limits', methods: { GET: limitsResource(usage) } },
    { path: '/recent', methods: { GET: listRecent } },
    { path: '/search', methods: { GET: searchResource } },
    { path: '/query', methods: { GET: queryResource(queries) } },
    { path: '/query/:locator', methods: { GET: queryMoreResource(queries) } },
    { path: '/queryAll', methods: { GET: queryAllResource(queries) } },
    { path: '/queryAll/:locator', methods: { GET: queryMoreResource(queries) } },
    { path: '/composite', methods: { GET: compositeListResource, POST: compositeResource } },
    { path: '/composite/batch', methods: { POST: batchResource(usage) }, alone: true },
    { path: '/composite/tree/:object', methods: { POST: treeResource } },
    {
      path: '/composite/sobjects',
      methods: { POST: createCollection, PATCH: updateCollection, DELETE: deleteCollection },
    },
    {
      path: '/composite/sobjects/:object',
      methods: { GET: retrieveByQuery, POST: retrieveByBody },
    },
    { path: '/composite/sobjects/:object/:field', methods: { PATCH: upsertCollection } },
    ...bulkEndpoints(),
    { path: '/sobjects', methods: { GET: describeGlobalResource } },
    {
      path: '/sobjects/:object',
      methods: { GET: describeBasicsResource(recent), POST: createResource },
    },
    { path: '/sobjects/:object/describe', methods: { GET: describeObjectResource } },
    // Before the paths in whose place a record's id may stand.
    ...uiEndpoints(),
    { path: '/sobjects/:object/updated', methods: { GET: updatedResource } },
    { path: '/sobjects/:object/deleted', methods: { GET: deletedResource } },
    { path: '/sobjects/:object/Id', methods: { POST: createByIdResource } },
    {
      path: '/sobjects/:object/:id',
      methods: { GET: rowResource, PATCH: updateResource, DELETE: deleteResource },
    },
    {
      path: '/sobjects/:object/:field/:value',
      methods: { GET: threePartResource, PATCH: upsertResource, DELETE: deleteByKeyResource },
    },
  ];
}
