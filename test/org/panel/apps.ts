import express from 'express';
import type { OrgData } from '../data/org-data.ts';
import type { ExternalClientApp } from '../oauth/external-client-app.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';

/** `/__org__/apps`: what an administrator does to External Client Apps in Setup. */
export function createAppsRoutes({ apps, data }: OAuthContext): express.Router {
  const routes = express.Router();
  routes.get('/', (_req, res) => {
    // As in Setup, which shows a secret only to who asks for that one.
    res.json(apps.all().map(({ clientSecret: _secret, ...shown }) => shown));
  });
  routes.post('/', (req, res) => {
    const app = apps.draft(req.body);
    const missing = whatIsMissing(data(), app);
    if (missing !== undefined) {
      res.status(400).json({ error: missing });
      return;
    }
    apps.save(app);
    res.json(app);
  });
  return routes;
}

/** Whom an app names that the org does not have; nothing where all is well. */
function whatIsMissing(data: OrgData, app: ExternalClientApp): string | undefined {
  const { runAsUser, approvedUsers, approvedProfiles } = app;
  const usernames = runAsUser === null ? approvedUsers : [...approvedUsers, runAsUser];
  const username = usernames.find((name) => !data.userByUsername(name));
  if (username !== undefined) return `there is no user ${username}`;
  const profiles = new Set([...data.tables.Profile.rows()].map(({ Name }) => Name));
  const profile = approvedProfiles.find((name) => !profiles.has(name));
  return profile === undefined ? undefined : `there is no profile ${profile}`;
}
