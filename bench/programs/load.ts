import autocannon from 'autocannon';

/** What is to be asked, how many at a time and for how long. */
export interface Aim {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

export interface Hits {
  readonly answered: number;
  /** Everything but a 2xx. */
  readonly failed: number;
  readonly seconds: number;
}

// Asks from a process of its own, so that what is measured serves and does nothing else.
process.on('message', async (aim: Aim | string) => {
  if (typeof aim === 'string') return;
  const { url, headers, connections, seconds } = aim;
  const result = await autocannon({
    url,
    headers: { ...headers },
    connections,
    duration: seconds,
    // It ends at one of these ticks: at the usual one a second, no load is shorter.
    sampleInt: 100,
  });
  const hits: Hits = {
    answered: result['2xx'],
    failed: result.non2xx + result.errors,
    seconds: result.duration,
  };
  process.send?.(hits);
});
process.channel?.ref();
