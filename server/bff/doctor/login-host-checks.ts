import type { AuthorizationServer } from '../salesforce/authorization-server.ts';
import { remedyOf } from '../salesforce/refusals.ts';
import type { AskSalesforce } from './ask-salesforce.ts';
import { type Check, ok, warning, wrong } from './check.ts';

/** Seconds: beyond the first nothing is left of a minute's tolerance soon, beyond the other there is none. */
const drift = { notable: 20, most: 60 };

/** Whether the login host is there and is one, and whether its clock agrees with ours. */
export function loginHostChecks(options: {
  readonly loginUrl: URL;
  readonly server: AuthorizationServer;
  readonly ask: AskSalesforce;
  readonly clock: () => number;
}): readonly Check[] {
  const { loginUrl, server, ask, clock } = options;
  const discovery = new URL(`${loginUrl.href.replace(/\/$/, '')}/.well-known/openid-configuration`);
  return [
    {
      name: 'login_host',
      run: async () =>
        ok(await server.ask(async (config) => `${config.serverMetadata().issuer} answers`)),
    },
    {
      name: 'clock',
      needs: ['login_host'],
      async run(signal) {
        const asked = clock();
        const { headers } = await ask(discovery, signal);
        const halfway = (asked + clock()) / 2;
        const there = Date.parse(String(headers.date));
        if (Number.isNaN(there)) {
          return warning('the login host does not say what time it is', remedyOf('clock_off'));
        }
        // The header has whole seconds, cut off.
        const seconds = Math.round((halfway - there - 500) / 1_000);
        const off = Math.abs(seconds);
        const found = `${off} s ${seconds < 0 ? 'behind' : 'ahead of'} the login host`;
        if (off > drift.most) return wrong(found, remedyOf('clock_off'));
        return off > drift.notable ? warning(found, remedyOf('clock_off')) : ok(found);
      },
    },
  ];
}
