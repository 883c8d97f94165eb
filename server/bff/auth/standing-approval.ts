import type { RequestHandler } from 'express';
import { z } from 'zod';
import { parseInput } from '../api/input.ts';
import { sendJson } from '../api/respond.ts';
import type { Logger } from '../logger.ts';
import { Problem } from '../problem.ts';
import type { Sessions } from '../session/sessions.ts';
import type { StandingApproval, StandingApprovals } from '../session/standing-approvals.ts';

export interface StandingApprovalOptions {
  readonly sessions: Sessions;
  readonly approvals: StandingApprovals | undefined;
  readonly log: Logger;
  readonly clock: () => number;
}

export interface StandingApprovalHandlers {
  readonly read: RequestHandler;
  readonly write: RequestHandler;
}

/** Whether the person lets the server act for them while they are away. */
export interface StandingApprovalAnswer {
  /** Whether the server can do so at all. */
  readonly available: boolean;
  readonly approved: boolean;
  /** When they have approved it, in ISO 8601. */
  readonly since: string | null;
}

const Body = z.strictObject({ approved: z.boolean() });

/**
 * `GET` and `POST /auth/standing-approval`: whether the person lets the server act for them while they
 * are away. Only they themselves, signed in, give and withdraw it.
 */
export function standingApproval(options: StandingApprovalOptions): StandingApprovalHandlers {
  const { sessions, approvals, log, clock } = options;
  const answer = (approval: StandingApproval | undefined): StandingApprovalAnswer => ({
    available: approvals !== undefined,
    approved: approval !== undefined,
    since: approval === undefined ? null : new Date(approval.since).toISOString(),
  });

  return {
    async read(request, response) {
      const { record } = await sessions.require(request.headers.cookie);
      sendJson(response, 200, answer(await approvals?.find(record.user)));
    },
    async write(request, response) {
      const { key, record } = await sessions.require(request.headers.cookie);
      const { approved } = parseInput(Body, request.body ?? {});
      if (approvals === undefined) {
        throw new Problem('not_configured', 'The shop does nothing for people who are away.');
      }
      await (approved
        ? approvals.approve(record.user, clock(), key)
        : approvals.withdraw(record.user));
      log.info({ event: 'standing_approval', requestId: request.id, approved });
      sendJson(response, 200, answer(await approvals.find(record.user)));
    },
  };
}
