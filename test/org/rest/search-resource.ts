import { ApiError } from '../data/api-error.ts';
import type { OrgRecord } from '../data/record-table.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import { allObjects } from '../data/schema/schema.ts';
import { runQuery } from '../soql/run-query.ts';
import type { RestAnswer, RestCall } from './rest-call.ts';
import { parseSosl, type Returning, type Sosl } from './search/parse-sosl.ts';
import { compileSearch, searchedFields } from './search/search-text.ts';

/** Documented: no search finds more. */
const mostRecords = 2000;

/** What is searched where the query names no object. */
function searchableObjects({ viewer }: RestCall): Returning[] {
  return allObjects()
    .filter(({ name }) => viewer.object(name) !== undefined)
    .map(({ name }) => ({ object: name, fields: ['Id'], clauses: '' }));
}

/** One object's part of the answer: the rest of it is SOQL, over the rows that the words are in. */
function searchObject(call: RestCall, { words, fieldGroup }: Sosl, returning: Returning) {
  const { data, viewer, version } = call;
  const isFound = compileSearch(words);
  const rows = (object: ObjectSchema): OrgRecord[] => {
    const fields = searchedFields(viewer, object, fieldGroup);
    return viewer.rows(object).filter((row) => isFound(fields.map(({ name }) => row[name])));
  };
  const soql = `SELECT ${returning.fields.join(', ')} FROM ${returning.object} ${returning.clauses}`;
  return runQuery({ ...viewer, rows }, soql, { now: data.now(), version }).records;
}

/** `GET /search?q=FIND …`: SOSL (documented) */
export function searchResource(call: RestCall): RestAnswer {
  const source = call.query.get('q');
  if (source === null || source.trim() === '') {
    // Guessed, after the query resource.
    throw new ApiError(400, 'MALFORMED_SEARCH', 'A search string has to be specified');
  }
  const sosl = parseSosl(source);
  const returning = sosl.returning ?? searchableObjects(call);
  const found = returning.flatMap((each) => searchObject(call, sosl, each));
  const searchRecords = found.slice(0, Math.min(sosl.limit ?? mostRecords, mostRecords));
  // Before version 37.0 the list was the answer (documented).
  return { status: 200, body: Number(call.version) >= 37 ? { searchRecords } : searchRecords };
}
