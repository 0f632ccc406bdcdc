import { requestSchemas } from '@ballast/contracts';
import type { FastifyInstance } from 'fastify';
import { toOrderJson } from '../../json/orders.ts';
import { HttpRefusal } from '../../problem/http-refusal.ts';
import type { RouteContext } from '../../upstream/services.ts';
import { json, problems } from '../documented-answers.ts';
import { requireOrder } from './settle-placement.ts';

export function addCancelOrder(app: FastifyInstance, context: RouteContext): void {
  app.post<{ Params: { orderId: string } }>(
    '/v1/orders/:orderId/cancel',
    {
      schema: {
        operationId: 'cancelOrder',
        tags: ['orders'],
        summary: 'Cancels a confirmed order; its stock goes back',
        params: requestSchemas.CancelOrderRequest,
        response: {
          200: json('The order, cancelled now or before.', { $ref: 'Order#' }),
          ...problems(400, 404, 409, 413, 415, 503, 504),
        },
      },
    },
    async ({ params: { orderId }, body }) => {
      refuseFields(body);
      return toOrderJson(requireOrder(await context.orders.cancelOrder({ orderId })));
    },
  );
}

/** The path says it all: a body is none, or an object without fields. */
function refuseFields(body: unknown): void {
  if (body === undefined || (isObject(body) && Object.keys(body).length === 0)) return;
  throw new HttpRefusal(400, 'INVALID_REQUEST', 'a cancellation takes no body');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
