import type { FastifyReply, FastifyRequest } from 'fastify';
import { createProblem } from './problem.ts';
import type { Verdict } from './problem.ts';

export const problemContentType = 'application/problem+json';

/** Answers with a verdict. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, verdict: Verdict): void {
  const problem = createProblem(verdict, pathOf(request.url), request.id);
  void reply
    .code(verdict.status)
    .headers(verdict.headers)
    .header('content-type', problemContentType)
    // Given as bytes, so that Fastify adds no charset: this media type has no such parameter.
    .send(Buffer.from(JSON.stringify(problem)));
}

/** Without the query, which may hold what nobody wants in a log. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return (end === -1 ? url : url.slice(0, end)).slice(0, 256);
}
