// A server with a unary and a streaming method, asked by a plain grpc-js client.
import { descriptors, type Order, OrdersServiceService, OrderState } from '@ballast/contracts';
import { createLogger } from '@ballast/logging';
import { implement, startServer } from '@ballast/server';
import { notFound, unimplemented } from '@ballast/status';
import { credentials, makeClientConstructor } from '@grpc/grpc-js';

const books = new Map<string, Order>();
const later = (): never => {
  throw unimplemented('not in this example');
};

const orders = implement(OrdersServiceService, {
  async getOrder({ orderId }) {
    const order = books.get(orderId);
    if (order === undefined) throw notFound('no such order', { reason: 'UNKNOWN_ORDER' });
    return { order };
  },
  async *watchOrder({ afterSequence }, { signal }) {
    // Runs as fast as the caller reads; ends when the caller, its time or this server is gone.
    for (let sequence = afterSequence + 1n; !signal.aborted; sequence += 1n) {
      const state = OrderState.ORDER_STATE_PENDING;
      yield { sequence, state, occurredAt: new Date(), rejectionReason: '' };
    }
  },
  placeOrder: later,
  listOrders: later,
  cancelOrder: later,
});

await using server = await startServer({
  address: '127.0.0.1:0',
  services: [orders],
  descriptors,
  logger: createLogger({ service: 'orders', level: 'warn' }),
});

const OrdersClient = makeClientConstructor(OrdersServiceService, 'OrdersService');
const client = new OrdersClient(server.address, credentials.createInsecure());
for (const orderId of ['', '7']) {
  await new Promise((answered) =>
    client['getOrder']!({ orderId }, (error: Error) => answered(console.log(error.message))),
  );
}
for await (const { sequence } of client['watchOrder']!({ orderId: '7', afterSequence: 40n })) {
  console.log(`change ${sequence}`);
  if (sequence === 42n) break;
}
client.close();
