import { describe, expect, it } from 'vitest';
import { traceParent } from '../../server/bff/middleware/trace-parent.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

describe('traceParent', () => {
  it.each([
    ['00', '01', '', 1],
    ['00', '00', '', 0],
    ['00', 'ff', '', 1],
    ['01', '01', '', 1],
    ['cc', '01', '-what-a-later-version-adds', 1],
  ])('reads version %s with flags %s', (version, flags, more, traceFlags) => {
    expect(traceParent(`${version}-${traceId}-${spanId}-${flags}${more}`)).toEqual({
      ...{ traceId, spanId, traceFlags, isRemote: true },
    });
  });

  it.each([
    undefined,
    ['00', traceId],
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId}-${spanId}-01-`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}\n-${spanId}-01`,
    ` 00-${traceId}-${spanId}-01`,
    `01-${traceId}-${spanId}-01-${'x'.repeat(200)}`,
  ])('takes no notice of %j', (header) => {
    expect(traceParent(header)).toBeUndefined();
  });
});
