import type { Request, Response } from 'express';
import { expect, it, vi } from 'vitest';
import { createShowRefusal } from '../../server/bff/auth/show-refusal.ts';
import { createMeasure } from '../../server/bff/measure.ts';
import { inMemoryTelemetry } from '../in-memory-telemetry.ts';

it('a sign-in that fails for what nobody has foreseen is counted and logged, and no page is made of it', async () => {
  const { meter, measured } = inMemoryTelemetry();
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const showRefusal = createShowRefusal(log, createMeasure(meter));
  const failure = new TypeError('A mistake of ours');
  // Neither is read but for the id.
  const request = { id: 'request-1' } as Request;
  const response = {} as Response;
  expect(() => showRefusal(failure, '/', request, response)).toThrow(failure);
  expect(log.error.mock.calls).toEqual([
    [{ event: 'sign_in_refused', requestId: 'request-1', code: 'internal' }],
  ]);
  expect(await measured()).toMatchObject([
    { name: 'lwc_bff.sign_ins', attributes: { 'lwc_bff.outcome': 'internal' }, value: 1 },
  ]);
});
