import { createCircuit } from '../circuit.ts';
import type { Logger } from '../logger.ts';
import type { OAuthClient } from '../salesforce/oauth-client.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { isAway } from '../salesforce/refusals.ts';
import { TokensNotAsked } from './grant-problems.ts';
import type { Grant } from './vault.ts';

/** A grant with which a refresh can be tried. */
export type Refreshable<G extends Grant = Grant> = G & { readonly refreshToken: string };

/** The calls of a renewal. When nobody's refresh is answered, one in a while is made. */
export interface TokenCalls {
  /**
   * To be said before anything is done for a call that may then not be made.
   * @param mayProbe whether it may be the one that finds out; not while it waits for somebody else
   * @throws {TokensNotAsked}
   */
  admit(mayProbe: boolean): void;
  /** @throws {OAuthFailure} */
  ready(): Promise<void>;
  /** @throws {OAuthFailure} */
  isAlive(token: string): Promise<boolean | undefined>;
  /** @throws {OAuthFailure} of a refusal, too; a {@link TokensNotAsked} when nothing has been sent */
  refresh(grant: Refreshable): Promise<Grant>;
}

/** @example const calls = createTokenCalls({ oauth, log, clock: () => performance.now() }); */
export function createTokenCalls(options: {
  readonly oauth: Pick<OAuthClient, 'ready' | 'refresh' | 'isAlive'>;
  readonly log: Logger;
  readonly clock: () => number;
}): TokenCalls {
  const { oauth, log, clock } = options;
  const circuit = createCircuit({
    refusal: (seconds) => new TokensNotAsked(seconds),
    opened: (failures) => log.error({ event: 'refresh_circuit', state: 'open', failures }),
    closed: (seconds) => log.warn({ event: 'refresh_circuit', state: 'closed', seconds }),
    clock,
  });
  // Other endpoints, if they are asked at all: whether a refresh would be answered they do not tell.
  const ofOthers = { isOutage, isTelling: false };

  /** What Salesforce itself says, be it a refusal. */
  async function answerTo(grant: Refreshable) {
    try {
      return { fresh: await oauth.refresh(grant) };
    } catch (refusal) {
      if (isOutage(refusal) || !(refusal instanceof OAuthFailure)) throw refusal;
      return { refusal };
    }
  }

  return {
    admit: circuit.admit,
    ready: () => circuit.run(oauth.ready, ofOthers),
    isAlive: (token) => circuit.run(() => oauth.isAlive(token), ofOthers),
    async refresh(grant) {
      const { fresh, refusal } = await circuit.run(() => answerTo(grant), { isOutage });
      if (fresh === undefined) throw refusal;
      return fresh;
    },
  };
}

/** Whether the endpoints do not answer, whoever asks. */
const isOutage = (error: unknown): boolean => error instanceof OAuthFailure && isAway(error);
