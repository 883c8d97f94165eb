import type { Routes } from '../bff/index.ts';
import type { Terminal } from './terminal.ts';

export interface SetupOptions {
  /** Where `.env` and `salesforce` are. */
  readonly folder: string;
  /** What a new `.env` begins as. */
  readonly envExample: string;
  readonly routes: Routes;
  /** What the command line says, by flag. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** Prints what sets Heroku's config vars, and leaves `.env` alone. */
  readonly heroku: boolean;
  readonly rotateKey: boolean;
  readonly finishRotation: boolean;
  /** Changes what is there without asking. */
  readonly yes: boolean;
  readonly terminal: Terminal;
  /** What can be piped into a shell. */
  print(script: string): void;
  /** Reads an `.env` file as the server does. */
  parseEnv(text: string): Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}
