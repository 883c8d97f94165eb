import type { User } from '../user.ts';
import type { Owner } from './owner.ts';

/** One signed-in browser. It holds no token: those are in the vault. */
export interface SessionRecord {
  readonly user: User;
  /** Milliseconds since 1970, as every time here. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly userAgent: string;
}

export interface KeyedSession {
  /** The hash of the cookie's id: good for naming a session, useless for being it. */
  readonly key: string;
  readonly record: SessionRecord;
}

/** Where sessions are kept, by the hash of their id. A session is created once; nothing else brings one into being. */
export interface SessionStore {
  /**
   * @param ttlMs milliseconds after which it may be forgotten, unless it is touched
   * @throws {Error} when the key exists
   */
  create(key: string, record: SessionRecord, ttlMs: number): Promise<void>;
  read(key: string): Promise<SessionRecord | undefined>;
  /** Moves the time of last use of a session that still exists, and only of such a one. */
  touch(key: string, lastSeenAt: number, ttlMs: number): Promise<void>;
  end(key: string): Promise<void>;
  /**
   * Ends all of one person's, also those that only another release can read.
   * @param keep the one that goes on, if any
   * @returns how many have ended
   */
  endAll(user: Owner, keep?: string): Promise<number>;
  /** All sessions of one person, the oldest first. */
  list(user: Owner): Promise<readonly KeyedSession[]>;
  /** Whether a person has any session, also such that only another release can read. */
  hasAny(user: Owner): Promise<boolean>;
  /** Everybody who may have one. */
  owners(): AsyncIterable<Owner>;
}
