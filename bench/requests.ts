import { startMeasured } from './measured-process.ts';
import { median } from './median.ts';
import type { Aim, Hits } from './programs/load.ts';
import { type Subject, startSubjects } from './subjects.ts';
import type { Table } from './table.ts';

export interface Rounds {
  readonly rounds: number;
  /** Of load on each subject in each round. */
  readonly seconds: number;
  /** Before the first round, so that what runs often is compiled. */
  readonly warmUpSeconds: number;
}

interface Sample {
  readonly cpuMicroseconds: number;
  readonly perSecond: number;
  readonly queries: number;
}

/** How many ask at once. */
const connections = 10;

/** What one request costs each server: in rounds, in each of which every one has its turn. */
export async function measureRequests(plan: Rounds): Promise<Table> {
  const subjects = await startSubjects();
  const load = startMeasured(['bench/programs/load.ts']);

  async function sample({ name, server, url, headers }: Subject, seconds: number): Promise<Sample> {
    const aim: Aim = { url, headers, connections, seconds };
    const [queriesBefore, before] = [await subjects.queries(), await server.cpu()];
    // As `programs/load.ts` sends it.
    const hits = (await load.ask(aim)) as Hits;
    const [after, queriesAfter] = [await server.cpu(), await subjects.queries()];
    if (hits.failed > 0 || hits.answered === 0) {
      throw new Error(`${name}: ${hits.answered} answered, ${hits.failed} failed`);
    }
    return {
      cpuMicroseconds: (after - before) / hits.answered,
      perSecond: hits.answered / hits.seconds,
      queries: (queriesAfter - queriesBefore) / hits.answered,
    };
  }

  try {
    const samples = new Map(subjects.all.map(({ name }): [string, Sample[]] => [name, []]));
    if (plan.warmUpSeconds > 0) {
      for (const subject of subjects.all) await sample(subject, plan.warmUpSeconds);
    }
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const subject of subjects.all) {
        samples.get(subject.name)?.push(await sample(subject, plan.seconds));
      }
    }
    return tableOf(subjects.all, samples);
  } finally {
    await Promise.all([load.stop(), subjects.stop()]);
  }
}

function tableOf(
  subjects: readonly Subject[],
  samples: ReadonlyMap<string, readonly Sample[]>,
): Table {
  const of = (name = '', value: (sample: Sample) => number) => (samples.get(name) ?? []).map(value);
  const cpu = ({ cpuMicroseconds }: Sample) => cpuMicroseconds;
  const perSecond = (sample: Sample) => sample.perSecond;
  /** Within each round, as the machine was then. */
  const ratio = (name: string, other: string | undefined, value: (sample: Sample) => number) => {
    const others = of(other, value);
    return median(of(name, value).map((own, round) => own / (others[round] ?? Number.NaN)));
  };
  const [bare] = subjects;
  return {
    head: [
      'request',
      'CPU, µs',
      'CPU, × bare Express',
      'CPU, × plain stack',
      'lowest to highest',
      'requests/s',
      'requests/s, × bare Express',
      'queries',
    ],
    rows: subjects.map(({ name, beside }) => {
      const own = of(name, cpu);
      const others = of(beside, cpu);
      const ratios = own.map((value, round) => value / (others[round] ?? Number.NaN));
      return [
        name,
        median(own).toFixed(0),
        ratio(name, bare?.name, cpu).toFixed(2),
        beside === undefined ? '' : median(ratios).toFixed(2),
        beside === undefined
          ? ''
          : `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
        median(of(name, perSecond)).toFixed(0),
        ratio(name, bare?.name, perSecond).toFixed(2),
        median(of(name, ({ queries }) => queries)).toFixed(2),
      ];
    }),
  };
}
