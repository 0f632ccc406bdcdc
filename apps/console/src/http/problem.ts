import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Problem } from '../api/problem.ts';

/** Why a request is refused; ends it with that answer wherever it is thrown. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
    this.reason = reason;
  }
}

export function createProblem(status: number, reason: string, detail: string): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? '', status, detail, reason };
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
