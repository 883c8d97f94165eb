import type { KeyObject } from 'node:crypto';
import { createAuthorizationServer } from '../salesforce/authorization-server.ts';
import {
  createMintIntegrationGrant,
  type IntegrationFlow,
  type IntegrationOptions,
} from '../salesforce/mint-integration-grant.ts';
import { isNotTaken, keysOf } from '../salesforce/taken-key.ts';
import { type Check, ok, warning } from './check.ts';
import { showMadeUpCode } from './client-check.ts';

/**
 * Which key Salesforce takes, where there are several: while the app's certificate is being changed. With
 * all of them at hand everything else is well, whichever it is.
 */
export function keyChecks(options: {
  readonly salesforce: Omit<IntegrationOptions, 'integration'> & {
    readonly integration?: IntegrationFlow | undefined;
  };
  readonly callbackUrl: URL;
  readonly clock: () => number;
}): readonly Check[] {
  const use = useOfKeys(options);
  if (use === undefined || use.keys.length === 1) return [];
  const { keys, tryKey, needs } = use;
  return [
    {
      name: 'private_key',
      needs: [needs],
      async run() {
        // From the last, which is the one to stay.
        for (const [place, key] of [...keys.entries()].toReversed()) {
          if (!(await isTaken(() => tryKey(key)))) continue;
          const found = `Salesforce takes key ${place + 1} of ${keys.length}`;
          return place === keys.length - 1
            ? ok(`${found}: the change of the certificate can be finished`)
            : warning(
                found,
                `Deploy the new certificate, if that was not done, and wait ten minutes. Take the old key away (npm run setup -- --finish-rotation) only when key ${keys.length} of ${keys.length} is taken.`,
              );
        }
        throw new TypeError(`${needs} was well with one of these keys a moment ago`);
      },
    },
  ];
}

/** What the keys are for, and how one of them is tried. */
function useOfKeys({ salesforce, callbackUrl, clock }: Parameters<typeof keyChecks>[0]):
  | {
      readonly keys: readonly KeyObject[];
      readonly needs: string;
      tryKey(key: KeyObject): Promise<unknown>;
    }
  | undefined {
  const { integration, clientAuthentication } = salesforce;
  if (integration?.flow === 'jwt_bearer') {
    return {
      keys: keysOf(integration.privateKey),
      needs: 'integration',
      tryKey: (privateKey) =>
        createMintIntegrationGrant(
          { ...salesforce, integration: { ...integration, privateKey } },
          clock,
        )(),
    };
  }
  if (clientAuthentication.method !== 'private_key_jwt') return undefined;
  return {
    keys: keysOf(clientAuthentication.privateKey),
    needs: 'client',
    tryKey: (privateKey) =>
      showMadeUpCode(
        createAuthorizationServer({
          ...salesforce,
          clientAuthentication: { ...clientAuthentication, privateKey },
        }),
        callbackUrl,
      ),
  };
}

async function isTaken(trying: () => Promise<unknown>): Promise<boolean> {
  try {
    await trying();
    return true;
  } catch (error) {
    if (isNotTaken(error)) return false;
    throw error;
  }
}
