import { welcome } from './demo-users.ts';
import { portSetting } from './processes/port-setting.ts';
import { runProcess } from './processes/run-process.ts';
import { root } from './processes/start-node.ts';
import { supervise } from './processes/supervise.ts';
import { startProduct } from './product.ts';
import { build } from './run/step.ts';

// `npm run demo`: what production starts from, built anew, the embedded org, a copy of its records in Postgres
// (in the one that DATABASE_URL names, where it is set), the production server.
await supervise(async (signal) => {
  const appPort = await portSetting('PORT', 3000);
  const orgPort = await portSetting('ORG_PORT', 3001);
  if (appPort === orgPort) throw new Error('PORT and ORG_PORT must differ');

  console.log('Building …');
  const [program, ...args] = build.command;
  const { deadlineSeconds } = build;
  const built = await runProcess(program, args, { cwd: root, deadlineSeconds, signal });
  if (!built.ok) throw new Error(`It does not build: ${built.reason}\n${built.output}`);

  const product = await startProduct({
    program: 'server/start.js',
    appPort,
    orgPort,
    replica: process.env.DATABASE_URL ? { databaseUrl: process.env.DATABASE_URL } : true,
    settings: { LOG_LEVEL: process.env.LOG_LEVEL || 'warn' },
    onOutput: (text) => process.stdout.write(text),
    signal,
  });
  console.log(welcome(product.appUrl, product.orgUrl));
  console.log(`ready ${product.appUrl}`);
  return product;
});
