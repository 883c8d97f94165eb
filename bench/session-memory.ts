import { startMeasured } from './measured-process.ts';
import type { Holding } from './programs/hold-sessions.ts';
import type { Table } from './table.ts';

const stores: readonly Holding['store'][] = ['express-session', 'ours'];

/** How much of the heap so many people's sessions take who are signed in at once, each a person of their own. */
export async function measureSessionMemory({
  sessions,
}: {
  readonly sessions: number;
}): Promise<Table> {
  const rows: string[][] = [];
  for (const store of stores) {
    const holder = startMeasured(['bench/programs/hold-sessions.ts']);
    const holding: Holding = { store, sessions };
    // As the program sends it.
    const bytes = (await holder.ask(holding)) as number;
    await holder.stop();
    const name = `${store === 'ours' ? 'ours' : "express-session's MemoryStore"}`;
    rows.push([name, String(sessions), bytes.toFixed(0)]);
  }
  return { head: ['sessions in memory', 'how many', 'bytes each'], rows };
}
