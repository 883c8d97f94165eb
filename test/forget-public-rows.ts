import type { RunningRedis } from './processes/start-redis.ts';

const script = `
  for _, key in ipairs(redis.call('KEYS', 'bff:public:rows*')) do redis.call('DEL', key) end
  return 1`;

/** A process that is started afterwards has to ask Salesforce for what is public. */
export async function forgetPublicRows(redis: RunningRedis): Promise<void> {
  await redis.ask('EVAL', script, '0');
}
