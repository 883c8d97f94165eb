import { findOnPath } from './find-on-path.ts';

/** Redis, or Valkey, which speaks the same. */
export const findRedis = (): string | undefined =>
  findOnPath(
    ['redis-server', 'valkey-server'],
    `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`,
  );
