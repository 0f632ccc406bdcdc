import type { Logger } from '@ballast/logging';
import type { FastifyInstance } from 'fastify';

/** Writes a line for each answer: at debug, or at warn where a service failed us. */
export function logAnswers(app: FastifyInstance, logger: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    const fields = {
      traceId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    if (reply.statusCode >= 500) logger.warn(fields, 'answered with a failure');
    else logger.debug(fields, 'answered');
  });
}
