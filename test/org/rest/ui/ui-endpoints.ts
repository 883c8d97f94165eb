import type { Endpoint } from '../rest-endpoints.ts';
import { approvalLayoutsResource, compactLayoutsResource } from './compact-layouts-resource.ts';
import {
  layoutsResource,
  namedLayoutResource,
  recordTypeLayoutResource,
} from './layouts-resource.ts';
import {
  describeListViewResource,
  listViewResource,
  listViewResultsResource,
  listViewsResource,
} from './list-view-resources.ts';
import {
  describeQuickActionResource,
  quickActionDefaultsResource,
  quickActionResource,
  quickActionsResource,
  runQuickActionResource,
} from './quick-action-resources.ts';
import { tabsResource, themeResource } from './tabs-resource.ts';

function quickActionEndpoints(parent: string): Endpoint[] {
  const all = `${parent}/quickActions`;
  const one = `${all}/:action`;
  return [
    { path: all, methods: { GET: quickActionsResource } },
    { path: one, methods: { GET: quickActionResource, POST: runQuickActionResource } },
    { path: `${one}/describe`, methods: { GET: describeQuickActionResource } },
    { path: `${one}/defaultValues`, methods: { GET: quickActionDefaultsResource } },
    { path: `${one}/defaultValues/:context`, methods: { GET: quickActionDefaultsResource } },
  ];
}

/** What Salesforce's own pages are made of: layouts, lists, tabs, short forms. */
export function uiEndpoints(): Endpoint[] {
  const object = '/sobjects/:object';
  const list = `${object}/listviews/:id`;
  return [
    { path: '/tabs', methods: { GET: tabsResource } },
    { path: '/theme', methods: { GET: themeResource } },
    { path: `${object}/describe/layouts`, methods: { GET: layoutsResource } },
    {
      path: `${object}/describe/layouts/:recordType`,
      methods: { GET: recordTypeLayoutResource },
    },
    { path: `${object}/describe/namedLayouts/:name`, methods: { GET: namedLayoutResource } },
    { path: `${object}/describe/compactLayouts`, methods: { GET: compactLayoutsResource } },
    { path: `${object}/describe/approvalLayouts`, methods: { GET: approvalLayoutsResource } },
    { path: `${object}/listviews`, methods: { GET: listViewsResource } },
    { path: list, methods: { GET: listViewResource } },
    { path: `${list}/describe`, methods: { GET: describeListViewResource } },
    { path: `${list}/results`, methods: { GET: listViewResultsResource } },
    ...quickActionEndpoints(''),
    ...quickActionEndpoints(object),
  ];
}
