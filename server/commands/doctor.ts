import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { config as readDotenv } from 'dotenv';
import { pino } from 'pino';
import { routes } from '../api/index.ts';
import {
  type CertificateAtHand,
  createDoctor,
  createReplicaSource,
  type Finding,
} from '../bff/index.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { doctorReport } from './doctor-report.ts';

const usage = `Tries everything that the server needs, for real, and says of each what is wrong and what to do.

  npm run doctor
  npm run --silent doctor -- --json

It reads the same settings as the server. Exit status: 0; 1 where something is wrong (a warning is not).
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  readDotenv({ quiet: true });
  const { text, json, exitCode } = doctorReport(await findings());
  process.stdout.write(values.json ? `${JSON.stringify(json, undefined, 2)}\n` : text);
  process.exitCode = exitCode;
}

async function findings(): Promise<readonly Finding[]> {
  try {
    const config = readConfig(process.env);
    return [settingsFinding(config), ...(await examine(config, certificates(config)))];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      ...error.complaints.map((found) => ({
        check: 'settings',
        state: 'wrong' as const,
        found,
        remedy: 'Set it in the environment or in .env: see .env.example.',
      })),
      {
        check: 'everything else',
        state: 'not_tried',
        found: 'not tried: settings must be well first',
      },
    ];
  }
}

/** By http nothing stands between browsers and the server, as a rule. */
function settingsFinding({ appUrl, port }: Config): Finding {
  if (appUrl.protocol === 'https:' || Number(appUrl.port || 80) === port) {
    return { check: 'settings', state: 'ok', found: 'complete' };
  }
  return {
    check: 'settings',
    state: 'warning',
    found: `the server listens at port ${port}, and browsers look for it at ${appUrl.origin}`,
    remedy: 'Set PORT to the port of APP_URL, unless a proxy on this machine passes requests on.',
  };
}

async function examine(
  { appUrl, salesforce, session, database }: Config,
  certificates: readonly CertificateAtHand[],
): Promise<readonly Finding[]> {
  // What it has to say is in the findings.
  const log = pino({ level: 'silent' });
  const replica = database && createReplicaSource({ ...database, log });
  try {
    const { redis } = session;
    return await createDoctor({
      ...{ appUrl, salesforce, routes, redis, replica, certificates, log },
    }).examine();
  } finally {
    await replica?.close();
  }
}

/** What somebody has kept beside the app's metadata. */
function certificates({ salesforce }: Config): readonly CertificateAtHand[] {
  const { clientCertificate, actingKey } = salesforce;
  const shown = clientCertificate && {
    name: 'SALESFORCE_CLIENT_CERTIFICATE',
    pem: clientCertificate.chain,
    remedy:
      'Get another from the authority that signed it, add it in Setup, "Certificate and Key Management", "Mutual Authentication Certificates", and set both settings anew.',
  };
  const kept = globSync('salesforce/**/*.{crt,pem}')
    .toSorted()
    .map((name) => ({ name, pem: readFileSync(name, 'utf8'), key: actingKey }))
    .filter(({ pem }) => pem.includes('-----BEGIN CERTIFICATE-----'));
  return shown === undefined ? kept : [shown, ...kept];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
