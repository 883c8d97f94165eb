import { setTimeout as delay } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';

/** Node itself frames the message: a header that contradicts it would end the whole process. */
const framing = /^(connection|content-length|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

const headerName = z
  .string()
  .regex(/^[\w-]+$/)
  .refine((name) => !framing.test(name), 'is not for a fault to set');

const faultSchema = z.strictObject({
  /** Part of the path, without the query string. */
  path: z.string().min(1),
  method: z.string().min(1).optional(),
  times: z.number().int().min(1).optional(),
  delayMs: z.number().int().min(0).max(600_000).optional(),
  status: z.number().int().min(200).max(599).optional(),
  headers: z.record(headerName, z.string().regex(/^[\t -~]*$/)).optional(),
  /** Text as it is, anything else as JSON. */
  body: z.json().optional(),
  drop: z.union([z.enum(['before', 'midway', 'after']), z.boolean()]).optional(),
});

/** Something that goes wrong with the next matching calls. */
type Fault = z.infer<typeof faultSchema>;

/** Lets calls be slowed, answered wrongly or cut off, as the panel's list of faults says. */
export interface Faults {
  /** @throws ZodError naming what is wrong with the list */
  replace(list: unknown): readonly Fault[];
  reset(): void;
  middleware(req: Request, res: Response, next: NextFunction): Promise<void>;
}

export function createFaults(): Faults {
  let faults: { fault: Fault; left: number }[] = [];

  function take(req: Request): Fault | undefined {
    const match = faults.find(
      ({ fault, left }) =>
        left > 0 &&
        req.path.includes(fault.path) &&
        (fault.method ?? req.method).toUpperCase() === req.method,
    );
    if (match) match.left -= 1;
    return match?.fault;
  }

  return {
    replace(list) {
      const parsed = z.array(faultSchema).parse(list);
      faults = parsed.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
      return parsed;
    },
    reset() {
      faults = [];
    },
    async middleware(req, res, next) {
      const fault = take(req);
      if (fault?.delayMs) {
        // Not the reason why a closed org's process should live on: hence no ref.
        const delayed = delay(fault.delayMs, undefined, { ref: false });
        res.locals.delayed = delayed;
        await delayed;
      }
      if (fault?.drop === 'midway') breakOff(req, res);
      if (fault?.drop === 'before') req.socket.destroy();
      else if (fault?.status !== undefined || fault?.body !== undefined) answer(res, fault);
      else {
        if (fault?.drop === 'after' || fault?.drop === true) loseAnswer(req, res);
        next();
      }
    },
  };
}

function answer(res: Response, { status, headers, body }: Fault): void {
  res.status(status ?? 200).set(headers ?? {});
  if (body === undefined) res.end();
  else if (typeof body !== 'string') res.json(body);
  else {
    if (!res.hasHeader('Content-Type')) res.type('text/plain');
    res.send(body);
  }
}

/** The work is done, then the connection is cut before a byte of the answer. */
function loseAnswer(req: Request, res: Response): void {
  res.write = () => true;
  res.end = () => {
    req.socket.destroy();
    return res;
  };
}

/** The answer says how long it is, and the connection is cut after half of it. */
function breakOff(req: Request, res: Response): void {
  res.end = (body?: unknown) => {
    const bytes = Buffer.from(typeof body === 'string' || Buffer.isBuffer(body) ? body : '');
    res.setHeader('Content-Length', bytes.length);
    res.write(bytes.subarray(0, bytes.length / 2), () => req.socket.destroy());
    return res;
  };
}
