// Stand-in until @ballast/client is there.
import * as grpc from '@grpc/grpc-js';
import { decodeStatus } from '@ballast/status';
export function createClient(definition: any, { target }: { target: string }): any {
  const address = target.replace('static:///', '');
  const Ctor = grpc.makeGenericClientConstructor(definition, 'x');
  const client: any = new Ctor(
    address.includes(',') ? `ipv4:${address}` : address,
    grpc.credentials.createInsecure(),
    {
      'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 100,
    },
  );
  const convert = (e: any) =>
    decodeStatus(
      e.code ?? 2,
      e.details ?? String(e),
      e.metadata?.get('grpc-status-details-bin')?.[0],
    );
  const out: any = { [Symbol.dispose]: () => client.close() };
  for (const [name, def] of Object.entries<any>(definition)) {
    const opts = (o: any) =>
      o.timeoutMs === undefined ? {} : { deadline: Date.now() + o.timeoutMs };
    if (def.responseStream) {
      out[name] = async function* (request: any, o: any = {}) {
        const call = client[name](request, new grpc.Metadata(), opts(o));
        const abort = () => call.cancel();
        if (o.signal?.aborted) abort();
        o.signal?.addEventListener('abort', abort);
        try {
          for await (const m of call) yield m;
        } catch (e) {
          throw convert(e);
        } finally {
          o.signal?.removeEventListener('abort', abort);
          call.cancel();
        }
      };
    } else {
      out[name] = (request: any, o: any = {}) =>
        new Promise((resolve, reject) => {
          const call = client[name](request, new grpc.Metadata(), opts(o), (e: any, r: any) => {
            o.signal?.removeEventListener('abort', abort);
            e ? reject(convert(e)) : resolve(r);
          });
          const abort = () => call.cancel();
          if (o.signal?.aborted) abort();
          o.signal?.addEventListener('abort', abort);
        });
    }
  }
  return out;
}
