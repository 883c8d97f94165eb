import { describe, expect, it } from 'vitest';
import { createBackgroundWork } from '../../server/bff/background-work.ts';
import { Problem } from '../../server/bff/problem.ts';
import { OAuthFailure } from '../../server/bff/salesforce/oauth-failure.ts';
import { createGrants } from '../../server/bff/session/grants.ts';
import { createMemoryVault } from '../../server/bff/session/memory-vault.ts';
import type { Grant, StoredGrant, Vault } from '../../server/bff/session/vault.ts';
import { type Actor, createSimulation, type Simulation } from './simulation.ts';
import { createTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts';

/** `REFRESH_MODEL_RUNS=100000` looks further. */
const runs = Number(process.env.REFRESH_MODEL_RUNS || 2_000);

const owner = '00D/005';
const silent = { info: () => {}, warn: () => {}, error: () => {} };
/** What the server's own client waits for one call, in milliseconds. */
const timeoutMs = 6_000;

interface World {
  readonly rotates: boolean;
  /** Whether the provider says of a token whether it still works. */
  readonly introspects: boolean;
  readonly crashes: boolean;
  readonly timeouts: boolean;
}

interface Outcome {
  readonly grant?: StoredGrant;
  readonly problem?: string;
  readonly afterMs: number;
  /** Whether the API would have taken the token at the moment it was given out. */
  readonly works: boolean;
}

/** The vault as a process has it: over a wire. */
function overTheWire(vault: Vault, { random, call }: Simulation, actor: Actor): Vault {
  const remote =
    <Args extends unknown[], T>(method: (...args: Args) => Promise<T>) =>
    async (...args: Args) => {
      const effect = random() * 20;
      // The method's own promise: its effect is there when it has been called.
      const made = await call(actor, effect, effect + random() * 20, () => ({
        of: method(...args),
      }));
      return made.of;
    };
  return {
    read: remote(vault.read),
    replace: remote(vault.replace),
    beginAttempt: remote(vault.beginAttempt),
    endAttempt: remote(vault.endAttempt),
    update: remote(vault.update),
    remove: remote(vault.remove),
  };
}

function oauthOf(endpoint: TokenEndpoint, world: World, simulation: Simulation, actor: Actor) {
  const { random, call, at } = simulation;
  return {
    ready: async () => undefined,
    isAlive: (token: string) =>
      call(actor, random() * 50, random() * 100, () =>
        world.introspects ? endpoint.isAlive(token) : undefined,
      ),
    revoke: (token: string) => call(actor, 0, random() * 50, () => endpoint.revoke(token)),
    refresh: (grant: Grant & { readonly refreshToken: string }) =>
      new Promise<Grant>((resolve, reject) => {
        if (actor.isDead) return;
        const tell = (delayMs: number, settle: () => void) =>
          at(delayMs, () => {
            if (!actor.isDead) settle();
          });
        at(random() * 50, () => {
          try {
            endpoint.arrive(grant.refreshToken);
          } catch (error) {
            tell(random() * 50, () => reject(error));
            return;
          }
          const isSlow = world.timeouts && random() < 0.3;
          const worksFor = random() * (isSlow ? 9_000 : timeoutMs - 200);
          if (isSlow) {
            tell(timeoutMs - 50, () =>
              reject(new OAuthFailure('unknown', 'OAUTH_TIMEOUT', '', undefined)),
            );
          }
          at(worksFor, () => {
            try {
              const fresh = endpoint.execute(grant.refreshToken);
              const isReplaced = fresh.refreshToken !== grant.refreshToken;
              tell(random() * 50, () =>
                resolve({ ...grant, ...fresh, rotates: grant.rotates || isReplaced }),
              );
            } catch (error) {
              tell(random() * 50, () => reject(error));
            }
          });
        });
      }),
  };
}

/** Three processes, each with requests that find the access token dead at about the same time. */
async function runWorld(seed: number, world: World) {
  const simulation = createSimulation(seed);
  const { random, at, now, run } = simulation;
  const endpoint = createTokenEndpoint(world.rotates);
  const vault = createMemoryVault({ lifetimeMs: 1e9 }, now);
  await vault.replace(owner, {
    ...endpoint.first,
    instanceUrl: 'https://x.my.salesforce.com',
    rotates: false,
    ofOneSignIn: true,
  });
  const refused = (await vault.read(owner)) as StoredGrant;
  const actors: Actor[] = [];
  const outcomes: { readonly actor: Actor; outcome?: Outcome }[] = [];
  for (let process = 0; process < 3; process += 1) {
    const actor: Actor = { isDead: false };
    actors.push(actor);
    const grants = createGrants({
      vault: overTheWire(vault, simulation, actor),
      oauth: oauthOf(endpoint, world, simulation, actor),
      log: silent,
      background: createBackgroundWork(),
      wait: (ms) => simulation.call(actor, ms, ms, () => undefined),
      clock: now,
    });
    for (let request = 0; request < 3; request += 1) {
      const entry: (typeof outcomes)[number] = { actor };
      outcomes.push(entry);
      at(random() * (random() < 0.5 ? 30 : 9_000), () => {
        const start = now();
        const end = (part: Pick<Outcome, 'grant' | 'problem'>) => {
          const works = part.grant !== undefined && endpoint.takes(part.grant.accessToken);
          entry.outcome = { ...part, works, afterMs: now() - start };
        };
        if (actor.isDead) return;
        grants.renew(owner, refused).then(
          (grant) => end({ grant }),
          (error: unknown) =>
            end({ problem: error instanceof Problem ? error.code : String(error) }),
        );
      });
    }
  }
  let crashed = 0;
  if (world.crashes) {
    for (const actor of actors.slice(0, 1 + Math.floor(random() * 2))) {
      at(random() * 12_000, () => {
        actor.isDead = true;
        crashed += 1;
      });
    }
  }
  await run();
  const kept = await vault.read(owner);
  return { endpoint, outcomes, kept, crashed };
}

const worlds = [false, true].flatMap((rotates) =>
  [false, true].flatMap((crashes) =>
    [false, true].map((timeouts): World => ({ rotates, crashes, timeouts, introspects: true })),
  ),
);

describe.each(worlds)('refreshing (%o)', (world) => {
  const share = Math.ceil(runs / worlds.length);
  it(`holds its promises in ${share} interleavings`, { timeout: 30_000 + share * 50 }, async () => {
    for (let seed = 1; seed <= share; seed += 1) {
      const { endpoint, outcomes, kept } = await runWorld(seed, world);
      const told = (what: string) => `seed ${seed}: ${what}`;
      const living = outcomes.filter(
        ({ actor, outcome }) => !actor.isDead || outcome !== undefined,
      );

      // A spent token is never sent: nothing is ever revoked.
      expect(endpoint.replays, told('a spent token was sent')).toBe(0);
      expect(endpoint.isRevoked, told('everything was revoked')).toBe(false);
      // Where nothing goes wrong, one refresh reaches Salesforce.
      if (!world.crashes && !world.timeouts) {
        expect(endpoint.arrivals, told('more than one refresh')).toBe(1);
      }
      for (const { outcome } of living) {
        if (outcome === undefined) throw new Error(told('a request hangs'));
        // Heroku cuts at 30 seconds, and the query takes its time too.
        expect(outcome.afterMs, told('a request took too long')).toBeLessThan(20_000);
        if (outcome.grant !== undefined) {
          expect(outcome.works, told('a token was given out that does not work')).toBe(true);
        } else if (!world.crashes && !world.timeouts) {
          throw new Error(told(`ended with ${outcome.problem} although nothing went wrong`));
        }
        expect(['session_expired', 'salesforce_unavailable', undefined]).toContain(outcome.problem);
        // Nobody is signed out who need not be: only where the new token was lost on its way.
        if (outcome.problem === 'session_expired') {
          expect(world.rotates, told('signed out although tokens do not rotate')).toBe(true);
          expect(endpoint.current, told('signed out although nothing was lost')).not.toBe(
            'refresh 0',
          );
        }
      }
      // What is kept can be used.
      if (kept !== undefined && kept.accessToken !== 'access 0') {
        expect(kept.refreshToken, told('a lost refresh token is kept')).toBe(endpoint.current);
      }
    }
  });
});
