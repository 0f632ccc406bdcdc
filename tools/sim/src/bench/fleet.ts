// A fleet of replicas in one process of its own, so that a client's figures are a client's alone.
// Its parent says over IPC how each of them is to behave.
import { createLoadReporter } from '@ballast/balancing';
import { Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { callMethod } from './call-method.ts';

export type Behaviour = 'healthy' | 'slow' | 'failing' | 'hanging';
/** From the parent. */
export interface FleetOrder {
  readonly behaviours: readonly Behaviour[];
}
/** To the parent: the ports once all listen, the calls of each replica with every new order. */
export type FleetNews = { readonly ports: number[] } | { readonly calls: number[] };

const MEAN_SERVICE_MS = 10;
const SLOWDOWN = 10;

type Done = (error: { code: status; details: string } | null, answer?: Buffer) => void;

function startReplica(index: number, calls: number[], behaviours: Behaviour[]): Promise<number> {
  // Each replica reports for itself, as it would alone in its process.
  const server = new Server({ interceptors: [createLoadReporter().interceptor] });
  const call = (_call: ServerUnaryCall<Buffer, Buffer>, done: Done) => {
    calls[index]! += 1;
    const behaviour = behaviours[index]!;
    if (behaviour === 'hanging') return;
    if (behaviour === 'failing') {
      done({ code: status.UNAVAILABLE, details: 'failing on purpose' });
      return;
    }
    const meanMs = behaviour === 'slow' ? MEAN_SERVICE_MS * SLOWDOWN : MEAN_SERVICE_MS;
    setTimeout(() => done(null, Buffer.from(String(index))), -meanMs * Math.log(1 - Math.random()));
  };
  server.addService({ call: callMethod }, { call });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

const size = Number(process.argv[2]);
const calls = Array.from({ length: size }, () => 0);
const behaviours = Array.from({ length: size }, (): Behaviour => 'healthy');
const tell = (news: FleetNews) => process.send?.(news);

process.on('message', (order: FleetOrder) => {
  behaviours.splice(0, size, ...order.behaviours);
  tell({ calls: [...calls] });
  calls.fill(0);
});
process.on('disconnect', () => process.exit(0));
tell({ ports: await Promise.all(calls.map((_, index) => startReplica(index, calls, behaviours))) });
