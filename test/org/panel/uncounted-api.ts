import type express from 'express';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { administrator } from '../pages/demo-users.ts';
import { createRestApi } from '../rest/create-rest-api.ts';

/**
 * The REST API once more, under the panel: as the administrator, without a token. What asks here is no
 * application: it is counted nowhere and meets no faults, and no test has to reckon with it.
 */
export function createUncountedApi({ data }: OAuthContext): express.Router {
  return createRestApi({
    data,
    authenticate() {
      const user = data().userByUsername(administrator.username);
      return user === undefined ? 'invalid' : { user };
    },
    usage: { used: () => 0, limit: () => Number.MAX_SAFE_INTEGER, count: () => undefined },
  });
}
