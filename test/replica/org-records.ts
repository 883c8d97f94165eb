import { z } from 'zod';
import { Describe } from './mapping.ts';

const Page = z.object({
  records: z.array(z.record(z.string(), z.unknown())),
  nextRecordsUrl: z.string().optional(),
});

export type OrgRecord = z.output<typeof Page>['records'][number];

/** The records of an org, as its administrator reads them by REST. */
export interface OrgRecords {
  describe(object: string): Promise<z.output<typeof Describe>>;
  /** Every record that a query finds, those in the recycle bin included. */
  all(soql: string): Promise<readonly OrgRecord[]>;
  /** How often the org has begun anew. */
  resets(): Promise<number>;
}

const version = '/services/data/v66.0';

export function orgRecords(orgUrl: string): OrgRecords {
  async function get(path: string): Promise<unknown> {
    const answer = await fetch(`${orgUrl}/__org__${path}`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
  return {
    describe: async (object) => Describe.parse(await get(`${version}/sobjects/${object}/describe`)),
    async all(soql) {
      const found: OrgRecord[] = [];
      let next: string | undefined = `${version}/queryAll?q=${encodeURIComponent(soql)}`;
      while (next !== undefined) {
        const page: z.output<typeof Page> = Page.parse(await get(next));
        found.push(...page.records);
        next = page.nextRecordsUrl;
      }
      return found;
    },
    resets: async () => z.object({ resets: z.number() }).parse(await get('/reset')).resets,
  };
}
