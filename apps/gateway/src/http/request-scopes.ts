import { openScope, runInScope } from '@ballast/deadlines';
import { cancelled } from '@ballast/status';
import type { FastifyInstance } from 'fastify';
import { findTrace } from './trace-requests.ts';

/**
 * Opens a scope for each request, in which its route runs: whatever it calls must be done within
 * what is left of the request's budget, and ends when the caller leaves without the whole answer.
 */
export function openRequestScopes(app: FastifyInstance, requestBudgetMs: number): void {
  // The last hook before the route: a body arrives in the scope of its connection, which has none.
  app.addHook('preHandler', (request, reply, done) => {
    const { raw } = reply;
    const scope = openScope({ timeoutMs: Math.max(0, requestBudgetMs - reply.elapsedTime) });
    scope.carried = findTrace(request.raw)?.context;
    const close = (): void => {
      if (!raw.writableFinished) scope.abort(cancelled('the caller has gone'));
      scope[Symbol.dispose]();
    };
    // One that has left already will not be heard leaving.
    if (raw.destroyed) close();
    else raw.once('close', close);
    runInScope(scope, done);
  });
}
