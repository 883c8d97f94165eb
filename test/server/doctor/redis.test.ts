import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startRedis } from '../../processes/start-redis.ts';
import { named, statesOf, usePatient } from './use-patient.ts';

const patient = usePatient();

describe('of Redis, doctor names', () => {
  afterEach(async () => {
    await patient.redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  });

  it('one that does not answer', async () => {
    await patient.expectOne(
      { redis: { url: 'redis://127.0.0.1:1' } },
      { check: 'redis', found: /^ECONNREFUSED$/, remedy: /REDIS_URL/ },
    );
  });

  it('a wrong password', async () => {
    await patient.redis.ask('ACL', 'SETUSER', 'shop', 'on', '>right', '~*', '+@all');
    const url = (password: string) => patient.redis.url.replace('//', `//shop:${password}@`);
    await patient.expectOne(
      { redis: { url: url('pa55word') } },
      { check: 'redis', found: /^WRONGPASS$/, remedy: /password/ },
    );
    await patient.expectWell({ redis: { url: url('right') } });
  });

  it('a certificate that is not trusted, until it need not be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    await writeFile(key, patient.org.app.privateKey);
    await writeFile(certificate, patient.org.app.certificate ?? '');
    const secure = await startRedis({ tls: { key, certificate } });
    try {
      const url = secure.tlsUrl ?? '';
      await patient.expectOne(
        { redis: { url } },
        { check: 'redis', found: /SELF_SIGNED/, remedy: /REDIS_TLS_REJECT_UNAUTHORIZED=false/ },
      );
      await patient.expectWell({ redis: { url, rejectUnauthorized: false } });
    } finally {
      await secure.stop();
      await rm(folder, { recursive: true });
    }
  });

  it('an eviction that throws sessions away, as a warning', async () => {
    await patient.redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    expect(named(await patient.examine(), 'redis_eviction')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('allkeys-lru'),
      remedy: expect.stringContaining('noeviction'),
    });
  });

  it('one that stands still, within the deadline', async () => {
    patient.redis.freeze();
    try {
      const findings = await patient.examine({ deadlineMs: 800 });
      expect(named(findings, 'redis')?.state).toBe('wrong');
      expect(statesOf(findings, 'not_tried')).toContain('redis_eviction');
    } finally {
      patient.redis.thaw();
    }
  });
});
