import { OrderState, requestSchemas } from '@ballast/contracts';
import type { Order } from '@ballast/contracts';
import { detach } from '@ballast/deadlines';
import type { FastifyInstance } from 'fastify';
import { formatEvent } from '../../events/event-stream.ts';
import type { EventStream } from '../../events/event-stream.ts';
import { followOrder } from '../../events/follow-order.ts';
import { invalidLastEventId, parseLastSequence } from '../../events/last-event-id.ts';
import type { StreamSlots } from '../../events/stream-slots.ts';
import { toOrderEventJson } from '../../json/orders.ts';
import type { RouteContext } from '../../upstream/services.ts';
import { eventStream, problems } from '../documented-answers.ts';
import { requireOrder } from './settle-placement.ts';

export function addOrderEvents(
  app: FastifyInstance,
  context: RouteContext,
  slots: StreamSlots,
): void {
  const { orders, logger } = context;

  app.get<{ Params: { orderId: string } }>(
    '/v1/orders/:orderId/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'watchOrder',
        tags: ['orders'],
        summary: 'The changes of an order, those that were and those that come',
        description:
          'Server-sent events: `event: state`, `id:` the sequence number, `data:` an ' +
          'OrderEvent. A browser that comes back with Last-Event-ID goes on after it. Where ' +
          'nothing more can come the stream ends, and coming back is answered 204.',
        params: requestSchemas.GetOrderRequest,
        headers: {
          type: 'object',
          properties: {
            'last-event-id': { type: 'string', description: 'The last sequence number seen.' },
          },
        },
        response: {
          200: eventStream('One event for each change.', 'OrderEvent'),
          204: { description: 'Nothing more will come.', type: 'null' },
          ...problems(400, 404, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const { orderId } = request.params;
      const slot = slots.take(reply);
      const afterSequence = parseLastSequence(request.headers['last-event-id']);
      const order = requireOrder(await orders.getOrder({ orderId }));
      if (afterSequence > order.sequence) {
        throw invalidLastEventId(`must be at most ${order.sequence}, the last change so far`);
      }
      // The HTML standard: "HTTP 204 No Content response" tells browsers to come back no more.
      if (afterSequence === order.sequence && isFinal(order)) return reply.code(204).send();
      const stream = slot.start();
      const changes = { orders, orderId, afterSequence, signal: stream.closed, logger };
      // The stream goes on when the request's budget is used up; `stream.closed` ends it.
      void detach(() => sendChanges(stream, changes)).catch((error: unknown) => {
        logger.warn({ error: String(error), orderId }, 'an order can no longer be watched');
        stream.end();
      });
      return reply;
    },
  );
}

/** Sends what is followed; a browser that reads slowly slows the service down. */
async function sendChanges(
  stream: EventStream,
  changes: Parameters<typeof followOrder>[0],
): Promise<void> {
  for await (const change of followOrder(changes)) {
    const text = formatEvent({
      event: 'state',
      id: String(change.sequence),
      data: toOrderEventJson(changes.orderId, change),
    });
    if (!stream.send(text)) await stream.drained();
  }
  stream.end();
}

function isFinal({ state }: Order): boolean {
  return state === OrderState.ORDER_STATE_REJECTED || state === OrderState.ORDER_STATE_CANCELLED;
}
