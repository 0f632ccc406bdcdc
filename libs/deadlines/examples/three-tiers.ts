// Plain grpc-js: a shop asks a warehouse. What the shop's own caller said travels by itself.
import { credentials, Metadata, Server } from '@grpc/grpc-js';
import {
  createDeadlineInterceptor,
  createDeadlineServerInterceptor,
  detach,
  findScope,
} from '@ballast/deadlines';
import { Asking, asking, bind, type Handler } from './asking.ts';

const interceptors = [createDeadlineServerInterceptor()];
const outgoing = { interceptors: [createDeadlineInterceptor()] };

async function serve(ask: Handler): Promise<{ server: Server; client: Asking }> {
  const server = new Server({ interceptors });
  server.addService(asking, { ask });
  const client = new Asking(await bind(server), credentials.createInsecure(), outgoing);
  return { server, client };
}

const warehouse = await serve((_call, answer) => {
  const { criticality, endsAtMs } = findScope()!;
  answer(null, `${criticality}, ${endsAtMs === Infinity ? 'no deadline' : 'a deadline'}`);
});

const shop = await serve((_call, answer) => {
  // Bounded by what is left of the shop's call, cancelled with it, as critical as it is.
  warehouse.client.ask('stock', (_error, said) => {
    console.log(`warehouse, while the shop's caller waits: ${said}`);
    // Goes on when the shop's call is over.
    detach(() =>
      warehouse.client.ask('order more', (_failure, heard) => {
        console.log(`warehouse, in the background: ${heard}`);
        for (const { server, client } of [shop, warehouse]) {
          client.close();
          server.tryShutdown(() => undefined);
        }
      }),
    );
    answer(null, 'yes');
  });
});

const metadata = new Metadata();
metadata.set('ballast-criticality', 'critical');
shop.client.ask('tea?', () => undefined, metadata, { deadline: Date.now() + 5000 });
