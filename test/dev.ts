import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { welcome } from './demo-users.ts';
import { defined } from './processes/defined.ts';
import { portSetting } from './processes/port-setting.ts';
import { settingsFor } from './processes/settings-for.ts';
import { root, startNode } from './processes/start-node.ts';
import { startOrg } from './processes/start-org.ts';
import { startReplica } from './processes/start-replica.ts';
import { supervise } from './processes/supervise.ts';
import { untilAnswering } from './processes/until-answering.ts';

// `npm run dev`: the server with Vite inside it, started anew at every change of its code; beside it
// the embedded org with a copy of its records in Postgres, unless SALESFORCE_LOGIN_URL, in the environment
// or in .env, names another.
await supervise(async (signal) => {
  const own: Record<string, string | undefined> = { ...dotenvFile(), ...process.env };
  const appPort = await portSetting('PORT', 3000, own);
  const appUrl = `http://localhost:${appPort}`;
  const org = own.SALESFORCE_LOGIN_URL
    ? undefined
    : await startOrg(await portSetting('ORG_PORT', 3001, own), signal);
  const replica =
    org &&
    (await startReplica({ orgUrl: org.url, databaseUrl: own.DATABASE_URL, signal }).catch(
      async (error: unknown) => {
        await org.stop();
        throw error;
      },
    ));
  const server = startNode(
    ['test/dev-server.ts'],
    {
      ...(org === undefined
        ? defined({ APP_URL: appUrl, ...own })
        : {
            LOG_LEVEL: own.LOG_LEVEL || 'warn',
            APP_URL: appUrl,
            ...settingsFor(org),
            ...(replica && { DATABASE_URL: replica.url }),
          }),
      PORT: String(appPort),
    },
    {
      flags: ['--watch', '--watch-preserve-output'],
      cwd: root,
      onOutput: (text) => process.stdout.write(text),
    },
  );
  const stop = async () => {
    await Promise.all([server.stop(), replica?.stop(), org?.stop()]);
  };
  try {
    // However long it takes: a mistake in the code, or a missing setting, is being mended meanwhile.
    await untilAnswering('The server', `${appUrl}/healthz`, server, {
      deadlineSeconds: Number.POSITIVE_INFINITY,
      signal,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  if (org !== undefined) console.log(welcome(appUrl, org.url));
  console.log(`ready ${appUrl}`);
  const ended = server.exited.then(({ reason }) => `The server has ended (${reason})`);
  const parts = [org, replica].flatMap((part) => (part === undefined ? [] : [part.ended]));
  return { ended: Promise.race([ended, ...parts]), stop };
});

function dotenvFile(): Record<string, string> {
  try {
    return parse(readFileSync(join(root, '.env')));
  } catch {
    return {};
  }
}
