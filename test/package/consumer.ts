import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../processes/free-port.ts';
import { runProcess } from '../processes/run-process.ts';
import { root } from '../processes/start-node.ts';
import type { RunningOrg } from '../processes/start-org.ts';
import { startProcess } from '../processes/start-process.ts';
import { untilAnswering } from '../processes/until-answering.ts';

/** What an application needs beside the package, in the versions of this repository. */
const beside = ['express', 'zod', 'lwc', 'vite', 'vite-plugin-lwc', 'typescript', '@types/node'];

const Versions = z.record(z.string(), z.string());
const Manifest = z.object({ dependencies: Versions, devDependencies: Versions });

/** A folder in which somebody has installed the package, with the two sample applications. */
export interface Consumer {
  /** Runs a program of Node's in one of them. */
  run(app: string, ...args: string[]): ReturnType<typeof runProcess>;
  /** Starts one of them against an org. */
  serve(app: string, program: string, org: RunningOrg): Promise<Served>;
  remove(): void;
}

export interface Served {
  readonly appUrl: string;
  output(): string;
  stop(): Promise<void>;
}

/** @throws {Error} when the packed file cannot be installed */
export async function installPackage(packedFile: string): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
  const ours = Manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const versions = { ...ours.devDependencies, ...ours.dependencies };
  const dependencies = {
    'lwc-bff': `file:${packedFile}`,
    ...Object.fromEntries(beside.map((name) => [name, versions[name]])),
  };
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const app of ['app-js', 'app-ts']) {
    cpSync(join(import.meta.dirname, app), join(folder, app), { recursive: true });
  }
  const { ok, output } = await runProcess(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'],
    { cwd: folder, deadlineSeconds: 240 },
  );
  if (!ok) throw new Error(`npm install: ${output}`);
  return {
    run: (app, ...args) =>
      runProcess(process.execPath, args, { cwd: join(folder, app), deadlineSeconds: 60 }),
    serve: (app, program, org) => serve(join(folder, app), program, org),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function serve(cwd: string, program: string, org: RunningOrg): Promise<Served> {
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const running = startProcess(process.execPath, [program], {
    cwd,
    env: {
      PORT: String(port),
      APP_URL: appUrl,
      SALESFORCE_LOGIN_URL: org.url,
      SALESFORCE_CLIENT_ID: org.app.clientId,
      SALESFORCE_CLIENT_SECRET: org.app.clientSecret,
      SESSION_SECRET: randomBytes(32).toString('base64url'),
    },
  });
  try {
    await untilAnswering('The application', `${appUrl}/readyz`, running);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { appUrl, output: running.output, stop: running.stop };
}
