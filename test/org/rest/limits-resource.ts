import type { ApiUsage } from './api-usage.ts';
import type { RestHandler } from './rest-call.ts';

/** The names are documented, the numbers those of a Developer Edition; nothing else is ever used up. */
const untouched: Readonly<Record<string, number>> = {
  ActiveScratchOrgs: 3,
  AnalyticsExternalDataSizeMB: 40_960,
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentSyncReportRuns: 20,
  DailyAnalyticsDataflowJobExecutions: 60,
  DailyApexExecutions: 250_000,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
  DailyBulkV2QueryJobs: 10_000,
  DailyDurableGenericStreamingApiEvents: 10_000,
  DailyDurableStreamingApiEvents: 10_000,
  DailyGenericStreamingApiEvents: 10_000,
  DailyScratchOrgs: 6,
  DailyStandardVolumePlatformEvents: 10_000,
  DailyStreamingApiEvents: 10_000,
  DailyWorkflowEmails: 100,
  DataStorageMB: 5,
  DurableStreamingApiConcurrentClients: 20,
  FileStorageMB: 20,
  HourlyAsyncReportRuns: 1200,
  HourlyDashboardRefreshes: 200,
  HourlyDashboardResults: 5000,
  HourlyODataCallout: 1000,
  HourlyPublishedPlatformEvents: 50_000,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 50,
  MassEmail: 10,
  MonthlyPlatformEvents: 0,
  Package2VersionCreates: 6,
  PermissionSets: 1500,
  SingleEmail: 15,
  StreamingApiConcurrentClients: 20,
};

/** `GET /limits` */
export function limitsResource({ used, limit }: ApiUsage): RestHandler {
  return () => {
    const limits = Object.entries(untouched).map(([name, max]) => [
      name,
      { Max: max, Remaining: max },
    ]);
    const Remaining = Math.max(0, limit() - used());
    const DailyApiRequests = { Max: limit(), Remaining };
    return { status: 200, body: { DailyApiRequests, ...Object.fromEntries(limits) } };
  };
}
