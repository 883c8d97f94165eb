import { describe, expect, it } from 'vitest';
import { translateReplicaError } from '../../server/bff/sources/replica-failure.ts';

const failed = (code: string) => Object.assign(new Error('of values'), { code });

describe('translateReplicaError', () => {
  it.each([
    ['EPIPE', 'replica_unavailable'],
    ['ECONNRESET', 'replica_unavailable'],
    ['57P01', 'replica_unavailable'],
    ['42P01', 'not_configured'],
    ['22008', 'invalid_input'],
    ['42601', 'internal'],
    ['P0001', 'internal'],
    ['XX000', 'internal'],
  ])('takes %s for %s', (code, problem) => {
    expect(translateReplicaError(failed(code))).toMatchObject({ code: problem });
  });
});
