import { createViewer } from '../data/access/viewer.ts';
import { ApiError } from '../data/api-error.ts';
import { dateTimeText } from '../data/date-text.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { RestAnswer, RestCall } from './rest-call.ts';
import { objectOfPath } from './sobject-path.ts';

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

interface Span {
  readonly from: string;
  readonly to: string;
}

function timeIn({ query }: RestCall, name: string): number {
  // A plus sign that nobody encoded arrives as a blank.
  const time = Date.parse((query.get(name) ?? '').replace(' ', '+'));
  if (Number.isNaN(time)) {
    // Guessed.
    throw new ApiError(400, 'MISSING_ARGUMENT', `The ${name} parameter must be a datetime`);
  }
  return time;
}

/** The time that is asked for: in order, and no more than thirty days back (documented, the wording guessed). */
function spanOf(call: RestCall): Span {
  const [start, end] = [timeIn(call, 'start'), timeIn(call, 'end')];
  if (start >= end) {
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate must be before endDate');
  }
  if (call.data.now().getTime() - start > thirtyDays + 60_000) {
    const message = 'startDate cannot be more than 30 days ago';
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', message);
  }
  return { from: dateTimeText(new Date(start)), to: dateTimeText(new Date(end)) };
}

function rowsWithin(call: RestCall, { from, to }: Span): OrgRecord[] {
  const viewer = createViewer(call.data, call.viewer.user, { deleted: true });
  return viewer
    .rows(objectOfPath(call))
    .filter(({ SystemModstamp }) => String(SystemModstamp) >= from && String(SystemModstamp) <= to);
}

/** `GET /sobjects/<object>/updated`: the ids of what was made or changed (documented). */
export function updatedResource(call: RestCall): RestAnswer {
  const span = spanOf(call);
  const rows = rowsWithin(call, span).filter(({ IsDeleted }) => IsDeleted !== true);
  return { status: 200, body: { ids: rows.map(({ Id }) => Id), latestDateCovered: span.to } };
}

/** `GET /sobjects/<object>/deleted` (documented). */
export function deletedResource(call: RestCall): RestAnswer {
  const span = spanOf(call);
  const rows = rowsWithin(call, span).filter(({ IsDeleted }) => IsDeleted === true);
  return {
    status: 200,
    body: {
      deletedRecords: rows.map(({ Id, SystemModstamp }) => ({
        id: Id,
        deletedDate: SystemModstamp,
      })),
      earliestDateAvailable: dateTimeText(new Date(call.data.now().getTime() - thirtyDays)),
      latestDateCovered: span.to,
    },
  };
}
