import type { FastifyReply } from 'fastify';

/** What every call to a service is given. */
export interface CallOptions {
  /** Aborted when the caller has left without the whole answer. */
  readonly signal: AbortSignal;
  /** What is left of the request's time, in milliseconds, at least 1. */
  readonly timeoutMs: number;
}

/** Ties the calls that answer a request to the life of that request. */
export function createCallOptions(reply: FastifyReply, requestBudgetMs: number): CallOptions {
  return {
    signal: createCallerSignal(reply),
    timeoutMs: Math.max(1, Math.floor(requestBudgetMs - reply.elapsedTime)),
  };
}

/** Aborted when the caller has left without the whole answer. */
export function createCallerSignal(reply: FastifyReply): AbortSignal {
  const { raw } = reply;
  const gone = new AbortController();
  if (raw.destroyed) gone.abort();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
