import express, { type NextFunction, type Request, type Response } from 'express';
import { ZodError, z } from 'zod';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import type { StorefrontApp } from '../oauth/storefront-app.ts';
import { createAppsRoutes } from './apps.ts';
import type { CallCounter } from './call-counter.ts';
import type { Faults } from './faults.ts';
import { requireUsers, UnknownName } from './require-known.ts';
import { requireSameOrigin } from './same-origin.ts';
import { allSettings, parseSettings, type SettingsHolder } from './settings.ts';
import { createUncountedApi } from './uncounted-api.ts';

const expirySchema = z.strictObject({
  username: z.string().optional(),
  kind: z.enum(['access', 'refresh']),
});

/** The control panel under `/__org__`: what the contract lists, for tests and for people. */
export function createPanel(options: {
  context: OAuthContext;
  storefront: () => StorefrontApp;
  settings: SettingsHolder;
  faults: Faults;
  calls: CallCounter;
  reset: () => void;
  resets: () => number;
}): express.Router {
  const { context, storefront, settings, faults, calls } = options;
  const { apps } = context;
  const panel = express.Router();
  panel.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  panel.use(requireSameOrigin, express.json({ strict: false, limit: '1mb' }));

  panel.get('/app', (_req, res) => {
    const { clientId, clientSecret, privateKey, certificate } = storefront();
    res.json({ clientId, clientSecret, privateKey, certificate });
  });
  panel.get('/calls', (_req, res) => void res.json(calls.counts()));
  panel.get('/tokens', (_req, res) => {
    const clientSecrets = apps.all().flatMap(({ clientSecret }) => clientSecret ?? []);
    const issued = { ...context.grants.issued(), clientSecrets };
    res.json({ ...issued, all: Object.values(issued).flat() });
  });
  panel.use('/apps', createAppsRoutes(context));
  panel.get(
    '/settings',
    (_req, res) => void res.json(allSettings(settings.current(), storefront())),
  );
  panel.post('/settings', (req, res) => {
    const change = parseSettings(req.body);
    requireUsers(context.data(), change.org.restrictedUsers ?? []);
    settings.change(change.org);
    apps.save(apps.draft({ clientId: storefront().clientId, ...change.storefront }));
    res.json(allSettings(settings.current(), storefront()));
  });
  panel.post('/faults', (req, res) => void res.json(faults.replace(req.body)));
  panel.post('/expire', (req, res) => {
    const { username, kind } = expirySchema.parse(req.body);
    requireUsers(context.data(), username === undefined ? [] : [username]);
    const user = username === undefined ? undefined : context.data().userByUsername(username);
    res.json({ expired: context.grants.expire(kind, user?.id) });
  });
  panel.post('/reset', (_req, res) => {
    options.reset();
    res.json({});
  });

  panel.get('/reset', (_req, res) => void res.json({ resets: options.resets() }));
  panel.use(createUncountedApi(context));

  panel.use((_req, res) => void res.status(404).json({ error: 'no such part of the panel' }));
  panel.use(sendPanelError);
  return panel;
}

function sendPanelError(error: unknown, _req: Request, res: Response, next: NextFunction): void {
  if (error instanceof ZodError) {
    const problems = error.issues.map(({ path, message }) => [...path, message].join(': '));
    res.status(400).json({ error: problems.join('; ') });
  } else if (error instanceof UnknownName) res.status(400).json({ error: error.message });
  else if (error instanceof SyntaxError) res.status(400).json({ error: 'not JSON' });
  else next(error);
}
