import type { Endpoint } from '../rest-endpoints.ts';
import { createBulkJobs } from './bulk-jobs.ts';
import {
  changeIngestJob,
  createIngestJob,
  deleteJob,
  ingestJobResource,
  ingestResultsResource,
  listJobs,
  uploadFile,
} from './ingest-resources.ts';
import {
  changeQueryJob,
  createQueryJob,
  queryJobResource,
  queryResultsResource,
} from './query-job-resources.ts';

/** Bulk API 2.0: files of records in, and answers of queries as files. */
export function bulkEndpoints(): Endpoint[] {
  const jobs = createBulkJobs();
  return [
    {
      path: '/jobs/ingest',
      methods: { GET: listJobs(jobs, 'ingest'), POST: createIngestJob(jobs) },
    },
    {
      path: '/jobs/ingest/:job',
      methods: {
        GET: ingestJobResource(jobs),
        PATCH: changeIngestJob(jobs),
        DELETE: deleteJob(jobs, 'ingest'),
      },
    },
    { path: '/jobs/ingest/:job/batches', takes: 'text/csv', methods: { PUT: uploadFile(jobs) } },
    { path: '/jobs/ingest/:job/:results', methods: { GET: ingestResultsResource(jobs) } },
    { path: '/jobs/query', methods: { GET: listJobs(jobs, 'query'), POST: createQueryJob(jobs) } },
    {
      path: '/jobs/query/:job',
      methods: {
        GET: queryJobResource(jobs),
        PATCH: changeQueryJob(jobs),
        DELETE: deleteJob(jobs, 'query'),
      },
    },
    { path: '/jobs/query/:job/results', methods: { GET: queryResultsResource(jobs) } },
  ];
}
