import { queryMoreResource, queryPagesByData, queryResource } from './query-resource.ts';
import type { RestHandler } from './rest-call.ts';
import { externalIdResource, rowResource } from './row-resource.ts';

/** A path below the version, and what answers each method there. */
export interface Endpoint {
  readonly path: string;
  readonly methods: Readonly<Record<string, RestHandler>>;
}

/** `HEAD` is answered where `GET` is (documented). */
export function allowedMethods(methods: Endpoint['methods']): string[] {
  return Object.keys(methods).flatMap((method) => (method === 'GET' ? ['HEAD', 'GET'] : [method]));
}

/** Everything below a version, in the order in which paths are tried. */
export function restEndpoints(apiUsage: () => { used: number; limit: number }): Endpoint[] {
  const pagesOf = queryPagesByData();
  const resources: RestHandler = ({ version }) => ({
    status: 200,
    body: Object.fromEntries(
      ['limits', 'query', 'sobjects'].map((name) => [name, `/services/data/v${version}/${name}`]),
    ),
  });
  const limits: RestHandler = () => {
    const { used, limit } = apiUsage();
    return {
      status: 200,
      body: { DailyApiRequests: { Max: limit, Remaining: Math.max(0, limit - used) } },
    };
  };
  return [
    { path: '/', methods: { GET: resources } },
    { path: '/limits', methods: { GET: limits } },
    { path: '/query', methods: { GET: queryResource(pagesOf) } },
    {
      path: '/query/:locator',
      methods: { GET: queryMoreResource(pagesOf) },
    },
    { path: '/sobjects/:object/:id', methods: { GET: rowResource } },
    {
      path: '/sobjects/:object/:field/:value',
      methods: { GET: externalIdResource },
    },
  ];
}
