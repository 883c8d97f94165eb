export type { OwnSession, SessionAnswer } from './auth/session.ts';
export type { StandingApprovalAnswer } from './auth/standing-approval.ts';
export { type BackgroundWork, createBackgroundWork } from './background-work.ts';
export { type Command, type CommandContext, command } from './command.ts';
export { type AbsentUser, type Acting, type ActingOptions, createActing } from './create-acting.ts';
export { type BffOptions, createBff } from './create-bff.ts';
export type { CoreOptions } from './create-core.ts';
export { createOperations, type Operations } from './create-operations.ts';
export {
  createReplicaAudit,
  type ReplicaAudit,
  type ReplicaAuditOptions,
  type TableAudit,
  type UserAudit,
} from './create-replica-audit.ts';
export { defineReplica } from './define-replica.ts';
export type { Logger } from './logger.ts';
export { errorHandler } from './middleware/error-handler.ts';
export { cursor, type Page, page, wholeList } from './page.ts';
export { type InputError, Problem, type ProblemCode } from './problem.ts';
export { publicQuery } from './public-query.ts';
export { requestKey } from './request-key.ts';
export type { Route, RouteInput, RouteOutput, Routes } from './route.ts';
export type { ClientAuthentication } from './salesforce/client-authentication.ts';
export type { IntegrationFlow } from './salesforce/mint-integration-grant.ts';
export { readPrivateKey } from './salesforce/private-key.ts';
export { salesforceId, sameId } from './salesforce/salesforce-id.ts';
export { createRedisLink, type RedisLink } from './session/redis-link.ts';
export type { StandingApproval } from './session/standing-approvals.ts';
export { containing, soql, soqlDate } from './soql.ts';
export { compareText, textContains } from './soql-text.ts';
export { createReplicaSource, type ReplicaSource } from './sources/replica.ts';
export { sql } from './sql.ts';
export type { User } from './user.ts';
export { userQuery } from './user-query.ts';
export { createdId, type NewRecord, type UserSalesforce } from './user-salesforce.ts';
