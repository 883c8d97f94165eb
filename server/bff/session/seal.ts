import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/** Turns JSON into text that only this server can read or make, and back. */
export interface Sealer {
  /** @param owner what the text is bound to: it opens under the same owner only */
  seal(value: unknown, owner: string): string;
  /** @returns the value, or `undefined` when the text was not sealed here, for this owner */
  open(text: string, owner: string): unknown;
  /** Whether it was sealed with the secret that seals now. */
  isCurrent(text: string): boolean;
}

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * One key for one purpose: what is made for one can never be used for another.
 *
 * @param secret the deployment's secret
 * @param purpose a fixed name, different for every use
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

/**
 * Authenticated encryption (AES-256-GCM) with rotating secrets.
 *
 * @param secrets the first seals, all open
 * @param purpose a fixed name, different for every use
 * @example createSealer([secret], 'sign-in').seal({ state }, 'attempt-1')
 */
export function createSealer(secrets: readonly string[], purpose: string): Sealer {
  const keys = secrets.map((secret) => {
    const bytes = deriveKey(secret, purpose);
    const id = createHash('sha256').update(bytes).digest('base64url').slice(0, 8);
    // Not as bytes: Node.js would make such an object of them for each text, in thrice the time of opening it.
    return { id, key: createSecretKey(bytes) };
  });
  const [current] = keys;
  if (current === undefined) throw new TypeError('A sealer needs at least one secret');
  const associated = (keyId: string, owner: string) => Buffer.from(`${keyId}\0${owner}`);

  return {
    seal(value, owner) {
      const iv = randomBytes(ivBytes);
      const sealing = createCipheriv(cipher, current.key, iv).setAAD(associated(current.id, owner));
      const text = Buffer.concat([sealing.update(JSON.stringify(value), 'utf8'), sealing.final()]);
      return `${current.id}.${Buffer.concat([iv, sealing.getAuthTag(), text]).toString('base64url')}`;
    },
    isCurrent: (text) => text.startsWith(`${current.id}.`),
    open(text, owner) {
      const [keyId = '', body = ''] = text.split('.');
      const key = keys.find(({ id }) => id === keyId)?.key;
      const bytes = Buffer.from(body, 'base64url');
      if (key === undefined || bytes.length < ivBytes + tagBytes) return undefined;
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(associated(keyId, owner))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      try {
        const opened = [opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()];
        return JSON.parse(Buffer.concat(opened).toString('utf8'));
      } catch {
        return undefined;
      }
    },
  };
}
