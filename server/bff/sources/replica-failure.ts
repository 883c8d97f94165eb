import { Problem } from '../problem.ts';

/** Postgres could not be asked, or would not answer. Its message is for the log, and quotes no values. */
export class ReplicaFailure extends Error {
  override readonly name = 'ReplicaFailure';
  /** Whether it is for what was asked, or for who else asks: that tells of no outage. */
  readonly isOfThisQuery: boolean;
  /** Whether Postgres itself has said it. */
  readonly isAnswer: boolean;

  constructor(message: string, { isOfThisQuery = false, isAnswer = false } = {}) {
    super(message);
    this.isOfThisQuery = isOfThisQuery || isAnswer;
    this.isAnswer = isAnswer;
  }
}

/**
 * Classes of SQLSTATE that say nothing about the query: no connection, no right to connect, no such
 * database, another transaction in the way, no resources, somebody's intervention, the system.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const away = /^(?:08|28|3D|40|53|55|57|58)/;

/** Of these, what Postgres has answered to one query: another transaction or a lock in the way, too much to read. */
const ofOneQuery = /^(?:40|55|57014)/;

/**
 * As pg-pool says that all connections of this process were taken. Of a new one that came to nothing it says
 * "Connection terminated due to connection timeout".
 */
const noPlace = 'timeout exceeded when trying to connect';

/** No such schema, table or column, or not for this database user: Heroku Connect does not bring it. */
const missing = /^(?:3F000|42P01|42703|42501)$/;

/** A number, a date or a character that there is not. */
const unacceptable = /^22(?:003|007|008|021|P02)$/;

/** What `pg` or this source threw, as the problem that a browser may see. */
export function translateReplicaError(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error) || error instanceof ReplicaFailure) return unavailable(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // EPIPE has five letters, too; a class of SQLSTATE begins with a digit, or is one of these.
  if (code === undefined || !/^[0-9FHPX][0-9A-Z]{4}$/.test(code)) {
    // Of the network, whose messages quote addresses, or of pg itself.
    return unavailable(
      new ReplicaFailure(code ?? error.message, { isOfThisQuery: error.message === noPlace }),
    );
  }
  if (away.test(code)) {
    return unavailable(new ReplicaFailure(`SQLSTATE ${code}`, { isAnswer: ofOneQuery.test(code) }));
  }
  if (missing.test(code)) {
    // Of names alone.
    const cause = new ReplicaFailure(`SQLSTATE ${code}: ${error.message}`);
    return new Problem('not_configured', 'The shop does not show this yet.', { cause });
  }
  if (unacceptable.test(code)) {
    return new Problem('invalid_input', 'There is something in it that the data cannot have.');
  }
  return new Problem('internal', 'Something went wrong on our side.', {
    cause: new ReplicaFailure(`SQLSTATE ${code}`),
  });
}

/** Postgres was not asked: it has not answered for a while. @param seconds when it may be worth another try */
export const notAsked = (seconds: number): Problem =>
  unavailable(
    new ReplicaFailure('Postgres has not answered for a while, and was not asked', {
      isOfThisQuery: true,
    }),
    {
      'Retry-After': String(seconds),
    },
  );

/** Whether there is a Postgres that has answered: it refuses this query, and might not refuse another. */
export const isAnswer = ({ code, cause }: Problem): boolean =>
  code !== 'replica_unavailable' || (cause instanceof ReplicaFailure && cause.isAnswer);

/** Whether it says that Postgres does not work. */
export const isOutage = (error: unknown): boolean =>
  error instanceof Problem &&
  !isAnswer(error) &&
  !(error.cause instanceof ReplicaFailure && error.cause.isOfThisQuery);

const unavailable = (cause: unknown, headers = {}) =>
  new Problem('replica_unavailable', 'This cannot be read at the moment. Please try again.', {
    ...{ cause, headers },
  });
