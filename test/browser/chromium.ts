import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../programs/find-chromium.ts';
import { chromium as needed } from '../programs/needed-programs.ts';

const flags = [
  '--headless',
  // Chromium's sandbox refuses to run as root, as in a container; only our own pages are opened.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  // A test browser has nothing to tell or to fetch from anybody.
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the machine's Chromium or Chrome without a window.
 *
 * @throws {Error} with what to install, where there is none
 * @example
 * const browser = await launchBrowser();
 * const page = await browser.newPage();
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(needed.howToInstall);
  return chromium.launch({ executablePath, args: flags, timeout: 30_000 });
}
