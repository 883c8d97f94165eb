import express from 'express';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { requireProfiles, requireUsers } from './require-known.ts';

/** `/__org__/apps`: what an administrator does to External Client Apps in Setup. */
export function createAppsRoutes({ apps, data }: OAuthContext): express.Router {
  const routes = express.Router();
  routes.get('/', (_req, res) => {
    // As in Setup, which shows a secret only to who asks for that one.
    res.json(apps.all().map(({ clientSecret: _secret, ...shown }) => shown));
  });
  routes.post('/', (req, res) => {
    const app = apps.draft(req.body);
    const { runAsUser, approvedUsers, approvedProfiles } = app;
    requireUsers(data(), runAsUser === null ? approvedUsers : [...approvedUsers, runAsUser]);
    requireProfiles(data(), approvedProfiles);
    apps.save(app);
    res.json(app);
  });
  return routes;
}
