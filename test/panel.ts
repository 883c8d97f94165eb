/** The org's control panel, as tests use it. Every call fails where the panel refuses. */
export interface Panel {
  /** How often an endpoint was called since the start, e.g. `GET /query`. */
  calls(endpoint: string): Promise<number>;
  allCalls(): Promise<number>;
  /** Every secret that the org has ever given out. */
  secrets(): Promise<readonly string[]>;
  settings(settings: object): Promise<void>;
  /** Changes the demo's External Client App, as an administrator would in Setup. */
  app(changes: object): Promise<void>;
  /** Replaces the list of faults; without any, everything works again. */
  faults(...list: readonly object[]): Promise<void>;
  /** Whoever's they are, or that user's. */
  expire(kind: 'access' | 'refresh', username?: string): Promise<void>;
}

/** @example const { faults } = panelOf(product.orgUrl); */
export function panelOf(orgUrl: string): Panel {
  async function ask(path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${orgUrl}/__org__/${path}`, {
      signal: AbortSignal.timeout(10_000),
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
  // The panel's own contract.
  const counts = async () => (await ask('calls')) as Record<string, number>;
  return {
    calls: async (endpoint) => (await counts())[endpoint] ?? 0,
    allCalls: async () => Object.values(await counts()).reduce((sum, count) => sum + count, 0),
    secrets: async () => ((await ask('tokens')) as { all: string[] }).all,
    app: async (changes) => {
      const { clientId } = (await ask('app')) as { clientId: string };
      await ask('apps', { clientId, ...changes });
    },
    settings: async (settings) => void (await ask('settings', settings)),
    faults: async (...list) => void (await ask('faults', list)),
    expire: async (kind, username) => void (await ask('expire', { kind, username })),
  };
}
