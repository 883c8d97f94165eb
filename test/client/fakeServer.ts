import { createFakeServer } from 'bff/testing';
import type { StorefrontRoutes } from '../../server/api/index.ts';

export { type Answer, type Call, problem, settled } from 'bff/testing';

/** The storefront's own server, as a test plays it. */
export const fakeServer = () => createFakeServer<StorefrontRoutes>();
