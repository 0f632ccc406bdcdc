import type { FastifyInstance } from 'fastify';
import { createLatestByKey } from '../events/latest-by-key.ts';
import type { StockFeed } from '../events/stock-feed.ts';
import type { StreamSlots } from '../events/stream-slots.ts';
import { eventStream, problems } from './documented-answers.ts';

export function addProductEvents(app: FastifyInstance, feed: StockFeed, slots: StreamSlots): void {
  app.get(
    '/v1/products/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'watchProducts',
        tags: ['products'],
        summary: 'The changes of the stock from now on',
        description:
          'Server-sent events: `event: stock`, `data:` a ProductEvent. A browser that reads too ' +
          'slowly is told only the latest change of each sku. One that comes back (any ' +
          'Last-Event-ID) is first told the present state of every sku, as it has missed some.',
        headers: {
          type: 'object',
          properties: { 'last-event-id': { type: 'string' } },
        },
        response: {
          200: eventStream('One event for each change.', 'ProductEvent'),
          ...problems(503, 504),
        },
      },
    },
    async (request, reply) => {
      const slot = slots.take(reply);
      const membership = await feed.join();
      const stream = slot.start();
      if (stream.closed.aborted) membership.leave();
      stream.closed.addEventListener('abort', () => membership.leave(), { once: true });
      const outbox = createLatestByKey(stream);
      const isBack = (request.headers['last-event-id'] ?? '') !== '';
      if (isBack) for (const { sku, text } of membership.present()) outbox.push(sku, text);
      membership.listen(({ sku, text }) => outbox.push(sku, text));
      return reply;
    },
  );
}
