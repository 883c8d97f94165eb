import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createPseudonyms } from '../../server/bff/session/pseudonyms.ts';

vi.mock('node:crypto', { spy: true });

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

  it('remembers 20,000 people and no more: however many come, its memory is bounded', () => {
    const nameOf = createPseudonyms([secret('a')]);
    const made = vi.mocked(createHmac).mockClear();
    const hers = nameOf(ada);
    nameOf(ada);
    expect(made).toHaveBeenCalledTimes(1);
    for (let person = 1; person < 20_000; person += 1) nameOf({ ...ada, id: `another ${person}` });
    nameOf(ada);
    expect(made).toHaveBeenCalledTimes(20_000);
    nameOf({ ...ada, id: 'one more' });
    expect(nameOf(ada)).toBe(hers);
    expect(made).toHaveBeenCalledTimes(20_002);
  });

  it('needs a secret', () => {
    expect(() => createPseudonyms([])).toThrow(TypeError);
  });
});
