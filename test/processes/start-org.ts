import { z } from 'zod';
import { startNode } from './start-node.ts';
import type { Supervised } from './supervise.ts';
import { untilAnswering } from './until-answering.ts';

const App = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  privateKey: z.string(),
  certificate: z.string(),
});

export interface RunningOrg extends Supervised {
  readonly url: string;
  /** The External Client App that is registered there. */
  readonly app: z.output<typeof App>;
}

/**
 * Starts the embedded org as a process of its own and returns when it answers.
 *
 * It is addressed as 127.0.0.1 where the app is `localhost`: another site, as Salesforce is in
 * production, so that cookies meet the same boundary.
 *
 * @param signal gives up starting
 * @throws {Error} when it does not answer; it is not left running
 */
export async function startOrg(port: number, signal?: AbortSignal): Promise<RunningOrg> {
  const url = `http://127.0.0.1:${port}`;
  const running = startNode(['test/org/main.ts'], { ORG_PORT: String(port) });
  try {
    await untilAnswering('The embedded org', `${url}/__org__/app`, running, { signal });
    const answer = await fetch(`${url}/__org__/app`, { signal: AbortSignal.timeout(5_000) });
    const app = App.parse(await answer.json());
    const ended = running.exited.then(
      ({ reason }) => `The embedded org has ended (${reason})\n${running.output()}`,
    );
    return { url, app, ended, stop: running.stop };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
