import { requestSchemas } from '@ballast/contracts';
import type { FastifyInstance } from 'fastify';
import { readIntegers } from '../../http/read-integers.ts';
import { toOrderJson } from '../../json/orders.ts';
import type { RouteContext } from '../../upstream/services.ts';
import { json, problems } from '../documented-answers.ts';
import { requireOrder } from './settle-placement.ts';

interface ListOrdersRoute {
  Querystring: { customerId: string; pageSize?: number; pageToken?: string };
}

const order = { $ref: 'Order#' };
const page = {
  type: 'object',
  properties: {
    orders: { type: 'array', items: order },
    nextPageToken: { type: 'string' },
  },
  required: ['orders', 'nextPageToken'],
};

export function addReadOrders(app: FastifyInstance, context: RouteContext): void {
  const { orders } = context;

  app.get<{ Params: { orderId: string } }>(
    '/v1/orders/:orderId',
    {
      schema: {
        operationId: 'readOrder',
        tags: ['orders'],
        summary: 'One order',
        params: requestSchemas.GetOrderRequest,
        response: { 200: json('The order.', order), ...problems(400, 404, 503, 504) },
      },
    },
    async ({ params: { orderId } }) =>
      toOrderJson(requireOrder(await orders.getOrder({ orderId }))),
  );

  app.get<ListOrdersRoute>(
    '/v1/orders',
    {
      preValidation: readIntegers('pageSize'),
      schema: {
        operationId: 'listOrders',
        tags: ['orders'],
        summary: "A customer's orders, newest first",
        querystring: requestSchemas.ListOrdersRequest,
        response: {
          200: json('A page; `nextPageToken` is empty on the last.', page),
          ...problems(400, 503, 504),
        },
      },
    },
    async ({ query: { customerId, pageSize = 0, pageToken = '' } }) => {
      const answer = await orders.listOrders({ customerId, pageSize, pageToken });
      return { orders: answer.orders.map(toOrderJson), nextPageToken: answer.nextPageToken };
    },
  );
}
