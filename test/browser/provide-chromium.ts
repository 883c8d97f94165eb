import { existsSync } from 'node:fs';
import { defined } from '../processes/defined.ts';
import { runProcess } from '../processes/run-process.ts';
import { findChromium } from './find-chromium.ts';

/** What to say where there is no browser and none can be installed. */
export const howToInstall =
  'Browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH';

/**
 * Sees to it that the browser tests find a browser: installs Debian's package where there is none
 * and this is root on Debian. Where it cannot, it says so, and the browser tests fail by themselves.
 */
export async function provideChromium(signal: AbortSignal): Promise<void> {
  if (findChromium() !== undefined) return;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    console.log(howToInstall);
    return;
  }
  console.log('No Chromium or Chrome here: installing the Debian package chromium');
  const steps = [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
  ];
  for (const args of steps) {
    const { ok, reason } = await runProcess('apt-get', args, {
      deadlineSeconds: 600,
      stdio: 'inherit',
      env: { ...defined(process.env), DEBIAN_FRONTEND: 'noninteractive' },
      signal,
    });
    if (!ok) {
      console.log(`apt-get ${args[0]} failed (${reason}). ${howToInstall}`);
      return;
    }
  }
}
