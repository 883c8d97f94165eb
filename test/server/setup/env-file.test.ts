import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { withValues } from '../../../server/setup/env-file.ts';

const changed = (text: string, values: Record<string, string>) => withValues(text, values, parse);

describe('withValues', () => {
  it('changes a value and nothing else', () => {
    const text = `# mine
UNKNOWN = kept   # and why
APP_URL=http://localhost:3000 # where I work
export MULTI="one
APP_URL=not a setting
two"

# LOG_LEVEL=info
LAST='it''s'`;
    expect(changed(text, { APP_URL: 'https://shop.example' })).toBe(
      text.replace('APP_URL=http://localhost:3000', 'APP_URL=https://shop.example'),
    );
  });

  it('writes below the line that shows the setting, or to the end', () => {
    expect(changed('A=1\n# B=shown\n# more\n', { B: '2', C: '3' })).toBe(
      'A=1\n# B=shown\nB=2\n# more\nC=3\n',
    );
    expect(changed('A=1', { C: '3' })).toBe('A=1\nC=3\n');
    expect(changed('', { C: '3' })).toBe('C=3\n');
  });

  it('does not touch what is right, however it is written', () => {
    const text = `export A = "1" # one\nB='x y'\n`;
    expect(changed(text, { A: '1', B: 'x y' })).toBe(text);
  });

  it('changes the assignment that counts, of several', () => {
    expect(changed('A=1\nA=2\n', { A: '3' })).toBe('A=1\nA=3\n');
  });

  it('replaces a value of several lines whole', () => {
    const text = `KEY="-----BEGIN\nx\n-----END" # old\nA=1\n`;
    expect(changed(text, { KEY: 'new' })).toBe('KEY=new # old\nA=1\n');
  });

  it('keeps Windows line breaks', () => {
    expect(changed('A=1\r\n# B=\r\n', { A: '2', B: '3', C: '4' })).toBe(
      'A=2\r\n# B=\r\nB=3\r\nC=4\r\n',
    );
  });

  it.each([
    'plain',
    '',
    'with space',
    'a#b',
    "it's",
    'say "x"',
    `both ' and "`,
    'back`tick',
    '$HOME and \\n',
    ' around ',
    'base64+/==',
  ])('is read back by dotenv: %j', (value) => {
    const text = changed('BEFORE=1\nV=old\nAFTER=2\n', { V: value });
    expect(parse(text)).toEqual({ BEFORE: '1', V: value, AFTER: '2' });
  });

  it('refuses what cannot be written', () => {
    expect(() => changed('', { V: `'"\`` })).toThrow(TypeError);
  });
});
