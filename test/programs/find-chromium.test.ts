import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser/chromium.ts';
import { findChromium } from './find-chromium.ts';

describe('findChromium', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'browsers-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function program(name: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, '#!/bin/sh\n');
    await chmod(path, 0o755);
    return path;
  }

  it('takes the one that is named, before any on the PATH', async () => {
    await program('chromium');
    const named = await program('my-chrome');
    expect(findChromium({ CHROMIUM_PATH: named, PATH: folder })).toBe(named);
    expect(findChromium({ CHROME_PATH: named, PATH: folder })).toBe(named);
  });

  it('refuses a name of nothing', () => {
    expect(() => findChromium({ CHROMIUM_PATH: join(folder, 'gone') })).toThrow('no program at');
  });

  it('finds one on the PATH, else an application, else none', async () => {
    const path = `/nowhere:${folder}`;
    expect(findChromium({ PATH: path }, [])).toBeUndefined();
    const application = await program('Chrome App');
    expect(findChromium({ PATH: path }, [application])).toBe(application);
    const chrome = await program('google-chrome');
    expect(findChromium({ PATH: path }, [application])).toBe(chrome);
    await writeFile(join(folder, 'chromium'), 'not a program');
    expect(findChromium({ PATH: path }, [application])).toBe(chrome);
  });
});

describe('launchBrowser', () => {
  it('starts a browser that can open a page', async () => {
    const browser = await launchBrowser();
    const page = await browser.newPage();
    await page.setContent('<title>Here</title>');
    expect(await page.title()).toBe('Here');
    await browser.close();
  });
});
