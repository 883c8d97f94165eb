import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../server/bff/salesforce/private-key.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('readPrivateKey', () => {
  it.each([
    ['PKCS#8', pkcs8],
    ['PKCS#1', pkcs1],
    ['literal \\n', pkcs8.replaceAll('\n', '\\n')],
    ['Windows line breaks', pkcs8.replaceAll('\n', '\r\n')],
    ['spaces around it', `  ${pkcs8}  `],
    ['base64 of PKCS#8', base64(pkcs8)],
    ['base64 of PKCS#1', base64(pkcs1)],
    ['base64 of a PEM with literal \\n', base64(pkcs8.trim()).replaceAll('=', '')],
  ])('reads %s', (_, text) => {
    expect(readPrivateKey(text).equals(createPrivateKey(pkcs8))).toBe(true);
  });

  const tooShort = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const pem = (key: typeof tooShort) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const locked = privateKey.export({
    ...{ type: 'pkcs8', format: 'pem' },
    ...{ cipher: 'aes-256-cbc', passphrase: 'x' },
  });

  it.each([
    ['nothing', ''],
    ['words', 'correct horse battery staple'],
    ['base64 of something else', base64('hello')],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['half a key', pkcs8.slice(0, 400)],
    ['an encrypted key', locked.toString()],
    ['an elliptic curve', pem(elliptic)],
    ['a short key', pem(tooShort)],
  ])('refuses %s, and quotes none of it', (_, text) => {
    const read = () => readPrivateKey(text);
    expect(read).toThrow(TypeError);
    expect(read).toThrow(/^must be [^\n]{20,100}$/);
    if (text.length > 40) expect(read).not.toThrow(text.slice(30, 60));
  });
});
