export type { OwnSession, SessionAnswer } from './auth/session.ts';
export type { StandingApprovalAnswer } from './auth/standing-approval.ts';
export { type BackgroundWork, createBackgroundWork } from './background-work.ts';
export { type AbsentUser, type Acting, type ActingOptions, createActing } from './create-acting.ts';
export { type BffOptions, createBff } from './create-bff.ts';
export type { CoreOptions } from './create-core.ts';
export { createOperations, type Operations } from './create-operations.ts';
export type { Logger } from './logger.ts';
export { errorHandler } from './middleware/error-handler.ts';
export { cursor, type Page, page } from './page.ts';
export { Problem, type ProblemCode } from './problem.ts';
export {
  publicQuery,
  type Route,
  type RouteInput,
  type RouteOutput,
  type Routes,
  userQuery,
} from './route.ts';
export type { ClientAuthentication } from './salesforce/client-authentication.ts';
export type { IntegrationFlow } from './salesforce/mint-integration-grant.ts';
export { readPrivateKey } from './salesforce/private-key.ts';
export { salesforceId } from './salesforce/salesforce-id.ts';
export { createRedisLink, type RedisLink } from './session/redis-link.ts';
export type { StandingApproval } from './session/standing-approvals.ts';
export { containing, soql, soqlDate } from './soql.ts';
export type { User } from './user.ts';
