import type { Logger } from '@ballast/logging';
import { findTraceFields } from '@ballast/tracing';
import type { FastifyInstance } from 'fastify';
import { findTrace } from './trace-requests.ts';

/**
 * Writes a line for each answer: at warn where a service failed us, at info where an order or another
 * command was refused, else at debug. Whom we turned away for want of room is counted, not told: there
 * may be thousands a second.
 */
export function logAnswers(app: FastifyInstance, logger: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status } = reply;
    const fields = {
      // A body that cannot be read is answered outside of the request's scope.
      ...findTraceFields(findTrace(request.raw)?.context),
      traceId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status,
      durationMs: Math.round(reply.elapsedTime),
    };
    if (status >= 500) logger.warn(fields, 'answered with a failure');
    else if (status >= 400 && status !== 429 && request.method !== 'GET') {
      logger.info(fields, 'refused');
    } else logger.debug(fields, 'answered');
  });
}
