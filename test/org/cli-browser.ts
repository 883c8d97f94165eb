import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createFormBrowser, signInByForm } from './form-browser.ts';

/**
 * The browser's part of `sf org login web`, where nobody sits at a screen: signs a demo user in,
 * allows access, and goes back to the CLI. On Linux without a desktop, xdg-open runs it as
 *
 *     BROWSER="node test/org/cli-browser.ts sam@store.example" sf org login web --instance-url …
 */
const [username, url, part] = process.argv.slice(2);
if (username === undefined || url === undefined) {
  console.error('usage: node test/org/cli-browser.ts <username> <url>');
  process.exit(1);
}
if (part === 'signs in') {
  const callback = await signInByForm(createFormBrowser(), url, { username });
  await fetch(callback, { signal: AbortSignal.timeout(60_000) });
} else {
  // As a browser does: the CLI listens for the callback once the command that opened it has ended.
  const self = fileURLToPath(import.meta.url);
  const signsIn = [self, username, url, 'signs in'];
  spawn(process.execPath, signsIn, { detached: true, stdio: 'ignore' }).unref();
}
