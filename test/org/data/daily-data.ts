import { dateText } from './date-text.ts';
import { createOrgData, type OrgData } from './org-data.ts';
import { copyTables, type OrgTables } from './org-tables.ts';
import { seedOrg } from './seed/seed-org.ts';

/**
 * Fresh records at every call, seeded once a day and copied: tests reset often, and a copy costs a
 * tenth of a seeding.
 *
 * @param clock milliseconds since 1970
 */
export function createDailyData(clock: () => number): () => OrgData {
  let seeded: { readonly today: Date; readonly tables: OrgTables } | undefined;
  return function dailyData() {
    const now = new Date(clock());
    if (seeded === undefined || dateText(seeded.today) !== dateText(now)) {
      seeded = { today: now, tables: seedOrg(now) };
    }
    return createOrgData({
      tables: copyTables(seeded.tables),
      now: () => new Date(clock()),
    });
  };
}
