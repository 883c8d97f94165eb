import { createPublicKey, type KeyObject } from 'node:crypto';
import { certificatesIn } from '../salesforce/client-certificate.ts';
import { keysOf, type PrivateKeys } from '../salesforce/taken-key.ts';
import { type Check, notTried, type Outcome, ok, warning, wrong } from './check.ts';

/** A certificate that is at hand. */
export interface CertificateAtHand {
  /** Where it was found, for whoever reads. */
  readonly name: string;
  /** One, or a chain that begins with it. */
  readonly pem: string;
  /** The key, or one of the keys, that it must be the other half of; absent: it is not looked at. */
  readonly key?: PrivateKeys | undefined;
  /** What to do when it ends. Default: what is to be done about the app's. */
  readonly remedy?: string;
}

const dayMs = 86_400_000;

/** In days. Long enough for a change-over that needs two people. */
const notice = 30;

const renew =
  'Make another (npm run setup -- --rotate-key), give it to the app, and the key to the server. A change takes up to ten minutes to be known.';

/**
 * The last day of each certificate at hand. The app's own is in Salesforce, and no API tells of it without
 * rights that the server should not have: it can be looked at only where somebody has kept a copy.
 */
export function certificateChecks(
  certificates: readonly CertificateAtHand[],
  clock: () => number,
): readonly Check[] {
  if (certificates.length === 0) {
    return [
      {
        name: 'certificate',
        run: async () =>
          notTried(
            "not tried: the app's certificate is in Salesforce. Its last day is in the app's OAuth settings there, and here where salesforce/ has a copy (*.pem, *.crt)",
          ),
      },
    ];
  }
  return certificates.map((certificate) => ({
    name: `certificate ${certificate.name}`,
    run: async () => look(certificate, clock()),
  }));
}

function look({ pem, key, remedy = renew }: CertificateAtHand, now: number): Outcome {
  const chain = certificatesIn(pem);
  const [certificate] = chain;
  if (certificate === undefined) return wrong('is no certificate in PEM', remedy);
  const isOf = (half: KeyObject) => certificate.publicKey.equals(createPublicKey(half));
  if (key !== undefined && !keysOf(key).some(isOf)) {
    return warning(
      'is not that of SALESFORCE_PRIVATE_KEY',
      "Where it is the app's, the server signs with another key than the app knows: put the two together.",
    );
  }
  // A chain holds no longer than whatever in it ends first.
  const lastDay = Math.min(...chain.map(({ validToDate }) => validToDate.getTime()));
  const days = Math.floor((lastDay - now) / dayMs);
  const found = `its last day is ${new Date(lastDay).toISOString().slice(0, 10)}`;
  if (days < 0) return wrong(found, remedy);
  return days < notice ? warning(`${found}, in ${days} days`, remedy) : ok(found);
}
