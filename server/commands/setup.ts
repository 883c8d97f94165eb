import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseEnv } from 'dotenv';
import { routes } from '../api/index.ts';
import { readArguments, usage } from '../setup/read-arguments.ts';
import { Refusal } from '../setup/refusal.ts';
import { runSetup } from '../setup/run-setup.ts';
import { createTerminal } from '../setup/terminal.ts';

const { argv, stdin, stdout, stderr } = process;

async function main(): Promise<void> {
  const { help, ...asked } = readArguments(argv.slice(2));
  if (help) {
    stdout.write(usage);
    return;
  }
  const terminal = createTerminal(stdin, stderr);
  try {
    await runSetup({
      ...asked,
      folder: process.cwd(),
      envExample: readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8'),
      routes,
      terminal,
      print: (script) => void stdout.write(script),
      parseEnv,
      now: new Date(),
    });
  } finally {
    terminal.close();
  }
}

main().catch((error: unknown) => {
  const ofArguments =
    error instanceof TypeError && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code));
  if (ofArguments) stderr.write(`${error.message}\n\n${usage}`);
  else if (error instanceof Refusal) stderr.write(`${error.message}\n`);
  else stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = ofArguments ? 2 : 1;
});
