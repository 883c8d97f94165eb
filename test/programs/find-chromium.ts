import { findOnPath, isProgram } from './find-on-path.ts';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];

const macApplications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The Chromium or Chrome of this machine: the one that `CHROMIUM_PATH` or `CHROME_PATH` names, one on
 * the `PATH`, or an application on macOS.
 *
 * @returns its path, or `undefined` where there is none
 * @throws {Error} when the named one is not a program, because then another is not what was asked for
 */
export function findChromium(
  environment: Environment = process.env,
  applications: readonly string[] = macApplications,
): string | undefined {
  const named = environment.CHROMIUM_PATH || environment.CHROME_PATH;
  if (named) {
    if (!isProgram(named)) throw new Error(`CHROMIUM_PATH or CHROME_PATH: no program at ${named}`);
    return named;
  }
  return findOnPath(names, environment.PATH ?? '') ?? applications.find(isProgram);
}
