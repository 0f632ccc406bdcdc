import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../upstream/readiness.ts';
import { json, problems } from './documented-answers.ts';
import { HttpRefusal } from '../problem/http-refusal.ts';

const status = {
  type: 'object',
  properties: { status: { type: 'string', const: 'ok' } },
  required: ['status'],
};

/** `/livez`: restart me where it fails. `/readyz`: send me requests where it does not. */
export function addHealth(app: FastifyInstance, readiness: Readiness): void {
  app.get(
    '/livez',
    {
      schema: {
        operationId: 'isAlive',
        tags: ['health'],
        summary: 'Whether the process lives',
        response: { 200: json('It does.', status) },
      },
    },
    () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'isReady',
        tags: ['health'],
        summary: 'Whether to send requests here',
        description:
          '503 while a service behind the gateway has not answered once since the start, and ' +
          'from the moment the gateway begins to leave. A service that goes away later does ' +
          'not count: it would take every gateway out, and with them what still works.',
        response: { 200: json('Yes.', status), ...problems(503) },
      },
    },
    () => {
      const obstacle = readiness.obstacle();
      if (obstacle !== undefined) {
        throw new HttpRefusal(503, obstacle.reason, obstacle.detail);
      }
      return { status: 'ok' };
    },
  );
}
