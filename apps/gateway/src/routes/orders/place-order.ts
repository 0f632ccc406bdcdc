import { requestSchemas } from '@ballast/contracts';
import type { OrderItem } from '@ballast/contracts';
import type { FastifyInstance } from 'fastify';
import { findTrace } from '../../http/trace-requests.ts';
import { toOrderJson } from '../../json/orders.ts';
import type { RouteContext } from '../../upstream/services.ts';
import { json, problems } from '../documented-answers.ts';
import { settlePlacement } from './settle-placement.ts';

interface PlaceOrderRoute {
  Headers: { 'idempotency-key': string };
  Body: { customerId: string; items: OrderItem[] };
}

// The contract's request, with the key moved to where HTTP has it.
const { idempotencyKey, ...bodyProperties } = requestSchemas.PlaceOrderRequest.properties;
const body = {
  ...requestSchemas.PlaceOrderRequest,
  properties: bodyProperties,
  required: requestSchemas.PlaceOrderRequest.required.filter((name) => name !== 'idempotencyKey'),
};
const headers = {
  type: 'object',
  properties: { 'idempotency-key': idempotencyKey },
  required: ['idempotency-key'],
};

const order = { $ref: 'Order#' };
const location = { location: { description: 'Where the order is read.', type: 'string' } };

export function addPlaceOrder(app: FastifyInstance, context: RouteContext): void {
  app.post<PlaceOrderRoute>(
    '/v1/orders',
    {
      schema: {
        operationId: 'placeOrder',
        tags: ['orders'],
        summary: 'Places an order, once for each Idempotency-Key',
        headers,
        body,
        response: {
          200: json('The key is known: the order that it placed.', order, location),
          201: json('Placed and decided.', order, location),
          202: json('Accepted, and decided later: its events tell.', order, location),
          ...problems(400, 409, 413, 415, 422, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const answer = await context.orders.placeOrder({
        ...request.body,
        idempotencyKey: request.headers['idempotency-key'],
      });
      const { status, order } = settlePlacement(answer);
      const answered = toOrderJson(order);
      findTrace(request.raw)?.aboutOrder(answered.orderId, answered.state);
      return reply
        .code(status)
        .header('location', `/v1/orders/${encodeURIComponent(order.orderId)}`)
        .send(answered);
    },
  );
}
