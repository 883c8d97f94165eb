import { describe, expect, it } from 'vitest';
import { createPseudonyms } from '../../server/bff/session/pseudonyms.ts';

const ada = { organizationId: '00D000000000001EAA', id: '005000000000001AAA' };
const secret = (letter: string) => letter.repeat(32);

describe('createPseudonyms', () => {
  const pseudonymOf = createPseudonyms([secret('a'), secret('b')]);

  it('names one person always the same, in 16 characters that tell nothing', () => {
    expect(pseudonymOf(ada)).toMatch(/^[\w-]{16}$/);
    expect(pseudonymOf({ ...ada })).toBe(pseudonymOf(ada));
    expect(createPseudonyms([secret('a')])(ada)).toBe(pseudonymOf(ada));
  });

  it.each([
    ['another person', { ...ada, id: '005000000000002AAA' }],
    ['the same id in another organization', { ...ada, organizationId: '00D000000000002EAA' }],
  ])('names %s otherwise', (_, other) => {
    expect(pseudonymOf(other)).not.toBe(pseudonymOf(ada));
  });

  it('names everybody otherwise with another secret', () => {
    expect(createPseudonyms([secret('b'), secret('a')])(ada)).not.toBe(pseudonymOf(ada));
  });

  it('needs a secret', () => {
    expect(() => createPseudonyms([])).toThrow(TypeError);
  });
});
