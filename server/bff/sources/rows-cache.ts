import { type BackOff, createBackOff } from '../back-off.ts';
import { createMeasure, type Measure } from '../measure.ts';
import { Problem } from '../problem.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { frozen } from './frozen.ts';
import { type KeptRows, longestKeptMs } from './kept-rows.ts';
import type { SharedRows } from './shared-rows.ts';

/** Rows of public queries, kept for everybody. */
export interface RowsCache {
  /**
   * What is kept, however old within a day, at once; what is older than `freshMs` is asked for anew
   * meanwhile, by one for all. Only where there is nothing does anybody wait.
   * @throws {Problem} whatever asking ends with, where there is nothing
   */
  read(query: string, freshMs: number, ask: () => Promise<KeptRows>): Promise<KeptRows>;
}

export interface RowsCacheOptions {
  /** Absent: this process keeps its own alone. */
  readonly shared: SharedRows | undefined;
  /** Told why rows are not renewed: whoever reads what is kept is not. */
  readonly report: (problem: Problem) => void;
  readonly measure?: Measure;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** About 100 MB as objects. */
const most = { entries: 1_000, bytes: 32 * 1024 * 1024 };

/** Between two attempts after failures, in milliseconds. */
const pauses = { first: 1_000, longest: 30_000 };

/** Rows that this process did not have, and whether another one had. */
interface Arrived {
  readonly rows: KeptRows;
  readonly found: 'shared' | 'miss';
}

interface Failure {
  readonly problem: Problem;
  readonly backOff: BackOff;
}

/** @example createRowsCache({ shared: undefined, report: (problem) => log.warn(problem) }) */
export function createRowsCache(options: RowsCacheOptions): RowsCache {
  const { shared, report, measure = createMeasure(), clock = Date.now } = options;
  const kept = createBoundedCache<KeptRows>(most);
  const failures = createBoundedCache<Failure>({ entries: most.entries, bytes: most.entries });
  const arriving = new Map<string, Promise<Arrived>>();
  const renewing = new Map<string, Promise<KeptRows>>();

  /** A clock that was set back makes nothing younger than new. */
  const ageOf = ({ askedAt }: KeptRows) => Math.max(0, clock() - askedAt);
  const usable = (rows: KeptRows | undefined) =>
    rows !== undefined && ageOf(rows) < longestKeptMs ? rows : undefined;

  function keep(query: string, rows: KeptRows): KeptRows {
    kept.set(query, frozen(rows), rows.bytes);
    return rows;
  }

  async function renewNow(query: string, freshMs: number, ask: () => Promise<KeptRows>) {
    const failure = failures.get(query);
    if (failure !== undefined && failure.backOff.left() > 0) throw failure.problem;
    try {
      const rows = await (shared?.renew(query, clock() - freshMs, ask) ?? ask());
      failures.delete(query);
      return keep(query, rows);
    } catch (error) {
      const problem = asProblem(error);
      const backOff = failure?.backOff ?? createBackOff(pauses, clock);
      // The first may have been a hiccup.
      if (failure !== undefined) backOff.failed();
      failures.set(query, { problem, backOff }, 1);
      report(problem);
      if (problem.code === 'not_configured') {
        // What the integration user may not read any more is not shown from memory either.
        kept.delete(query);
        await shared?.drop(query);
      }
      throw problem;
    }
  }

  const renew = (query: string, freshMs: number, ask: () => Promise<KeptRows>) =>
    once(renewing, query, () => renewNow(query, freshMs, ask));

  async function arrive(query: string, freshMs: number, ask: () => Promise<KeptRows>) {
    const rows = usable(await shared?.read(query));
    return rows === undefined
      ? { rows: await renew(query, freshMs, ask), found: 'miss' as const }
      : { rows: keep(query, rows), found: 'shared' as const };
  }

  /** Counted for each who asks, also where several wait for the same, and where it fails. */
  async function arrived(query: string, freshMs: number, ask: () => Promise<KeptRows>) {
    let found: Arrived['found'] = 'miss';
    try {
      const arrival = await once(arriving, query, () => arrive(query, freshMs, ask));
      found = arrival.found;
      return arrival.rows;
    } finally {
      measure.publicRead(found);
    }
  }

  return {
    async read(query, freshMs, ask) {
      const present = usable(kept.get(query));
      if (present !== undefined) measure.publicRead(ageOf(present) < freshMs ? 'hit' : 'stale');
      const rows = present ?? (await arrived(query, freshMs, ask));
      // The failure is remembered, and reported.
      if (ageOf(rows) >= freshMs) renew(query, freshMs, ask).catch(() => undefined);
      return rows;
    },
  };
}

/** Work that is under way under a key is done once, for all who ask meanwhile, and not for any one of them. */
function once<T>(underWay: Map<string, Promise<T>>, key: string, work: () => Promise<T>) {
  const present = underWay.get(key);
  if (present !== undefined) return present;
  const begun = work().finally(() => underWay.delete(key));
  underWay.set(key, begun);
  return begun;
}

const asProblem = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem('internal', 'Something went wrong on our side.', { cause: error });
