import { findChromium } from './find-chromium.ts';
import { findRedis } from './find-redis.ts';
import type { NeededProgram } from './provide-package.ts';

export const chromium: NeededProgram = {
  name: 'Chromium or Chrome',
  find: () => findChromium(),
  debianPackage: 'chromium',
  howToInstall:
    'Browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH',
};

export const redis: NeededProgram = {
  name: 'Redis',
  find: findRedis,
  debianPackage: 'redis-server',
  howToInstall:
    'Tests of several processes need Redis or Valkey on the PATH: install one (Debian: apt-get install redis-server)',
};
