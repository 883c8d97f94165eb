import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProcess } from './processes/run-process.ts';
import { root } from './processes/start-node.ts';

/** What the examples take from the files that somebody would write them in. */
const surroundings = `
import express from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import {
  type ActingOptions, type BffOptions, command, containing, createActing, createBackgroundWork, createBff, createdId,
  createOperations, cursor, page, Problem, publicQuery, requestKey, sameId, salesforceId, soql,
  soqlDate, sql, userQuery, wholeList,
} from '${root}/server/bff/index.ts';
declare const { routes, appUrl, log }: BffOptions;
declare const { salesforce }: ActingOptions;
declare const secrets: readonly string[];
declare const redis: NonNullable<BffOptions['session']['redis']>;
declare const server: import('node:http').Server;
declare const status: string;
declare const from: string;
interface OrderRow { readonly Id: string; readonly OrderNumber: string }
interface PriceRow { readonly Product2Id: string; readonly UnitPrice: number }
`;

/** The examples of the routes' vocabulary that are whole statements. */
const examples = ['routes/command', 'routes/user-query', 'routes/public-query', 'routes/page']
  .concat(['problem', 'queries/soql', 'queries/sql'])
  .concat(['create-bff', 'create-acting', 'create-operations', 'background-work'])
  .flatMap((name) => {
    const text = readFileSync(join(root, `server/bff/${name}.ts`), 'utf8');
    return [...text.matchAll(/@example([\s\S]*?)(?=\n\s*\* @|\*\/)/g)].map(([, example = '']) => ({
      name: name.replace('/', '-'),
      code: example.replace(/\n\s*\* ?/g, '\n').trim(),
    }));
  })
  // One that goes on from the file's own words shows a part of a declaration.
  .filter(({ code }) => !code.startsWith('page(') && !code.startsWith('wholeList('));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'examples-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { noUnusedLocals: false, types: ['node'] },
      include: ['*.ts'],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

it('are what a developer can write', async () => {
  for (const [index, { name, code }] of examples.entries()) {
    writeFileSync(join(folder, `${name}-${index}.ts`), `${surroundings}\n${code}\nexport {};\n`);
  }
  expect(globSync('*.ts', { cwd: folder }).length).toBeGreaterThan(12);
  writeFileSync(join(folder, 'wrong.ts'), `${surroundings}\npublicQuery({});\n`);
  const { output } = await runProcess(join(root, 'node_modules/.bin/tsc'), ['--noEmit'], {
    ...{ cwd: folder, deadlineSeconds: 120 },
  });
  const files = output.match(/^[\w-]+\.ts(?=\()/gm);
  expect([...new Set(files)], output).toEqual(['wrong.ts']);
}, 130_000);
