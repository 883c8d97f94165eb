export type { OwnSession, SessionAnswer } from './auth/session.ts';
export type { StandingApprovalAnswer } from './auth/standing-approval.ts';
export { type BackgroundWork, createBackgroundWork } from './background-work.ts';
export { type AbsentUser, type Acting, type ActingOptions, createActing } from './create-acting.ts';
export { type BffOptions, createBff } from './create-bff.ts';
export type { CoreOptions } from './create-core.ts';
export { createDoctor, type Doctor, type DoctorOptions } from './create-doctor.ts';
export { createOperations, type Operations } from './create-operations.ts';
export {
  createReplicaAudit,
  type ReplicaAudit,
  type ReplicaAuditOptions,
  type TableAudit,
  type UserAudit,
} from './create-replica-audit.ts';
export type { CertificateAtHand } from './doctor/certificate-check.ts';
export type { Finding } from './doctor/run-checks.ts';
export type { Logger } from './logger.ts';
export { describeError } from './middleware/describe-error.ts';
export { errorHandler } from './middleware/error-handler.ts';
export { type InputError, Problem, type ProblemCode } from './problem.ts';
export { containing, soql, soqlDate } from './queries/soql.ts';
export { compareText, textContains } from './queries/soql-text.ts';
export { sql } from './queries/sql.ts';
export { type Command, type CommandContext, command } from './routes/command.ts';
export { defineReplica } from './routes/define-replica.ts';
export { makeOnce } from './routes/make-once.ts';
export { cursor, type Page, page, wholeList } from './routes/page.ts';
export { publicQuery } from './routes/public-query.ts';
export { requestKey } from './routes/request-key.ts';
export type { Route, RouteInput, RouteOutput, Routes } from './routes/route.ts';
export { userQuery } from './routes/user-query.ts';
export { createdId, type NewRecord, type UserSalesforce } from './routes/user-salesforce.ts';
export type { ClientAuthentication } from './salesforce/client-authentication.ts';
export {
  type ClientCertificate,
  isKeyOf,
  readCertificateChain,
  readCertificateKey,
} from './salesforce/client-certificate.ts';

export type { IntegrationFlow } from './salesforce/mint-integration-grant.ts';
export { asksForCertificate } from './salesforce/mutual-tls-port.ts';
export { readPrivateKey, readPrivateKeys } from './salesforce/private-key.ts';
export { salesforceId, sameId } from './salesforce/salesforce-id.ts';
export type { PrivateKeys } from './salesforce/taken-key.ts';
export { createRedisLink, type RedisLink } from './session/redis-link.ts';
export type { StandingApproval } from './session/standing-approvals.ts';
export { createReplicaSource, type ReplicaSource } from './sources/replica.ts';
export type { User } from './user.ts';
