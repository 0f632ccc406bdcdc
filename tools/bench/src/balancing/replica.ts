// One replica, in a process of its own as in a cluster: its event loop, its report of its load and
// its failures are its own. `node replica.ts <index>`; its parent says over IPC how it is to behave.
import { createLoadReporter } from '@ballast/balancing';
import { Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { callMethod } from './call-method.ts';

export interface Behaviour {
  readonly kind: 'serving' | 'failing' | 'hanging';
  /** Exponential; 0 answers at once. */
  readonly meanServiceMs: number;
  /** Calls that are served at the same time, the rest waits in order; null = all. */
  readonly workers: number | null;
}

/** To the parent: the port, once; then `done` for every new behaviour. */
export type ReplicaNews = { readonly port: number } | 'done';

type Answer = (error: { code: status; details: string } | null, answer?: Buffer) => void;

const name = Buffer.from(process.argv[2] ?? '0');
let behaviour: Behaviour = { kind: 'serving', meanServiceMs: 0, workers: null };
let running = 0;
let waiting: Answer[] = [];

function serve(answer: Answer): void {
  if (behaviour.workers !== null && running >= behaviour.workers) {
    waiting.push(answer);
    return;
  }
  running += 1;
  const finish = () => {
    running -= 1;
    answer(null, name);
    const next = waiting.shift();
    if (next !== undefined) serve(next);
  };
  const serviceMs = -behaviour.meanServiceMs * Math.log(1 - Math.random());
  // A timer of node fires up to a millisecond late, so it is set to a whole one before.
  if (serviceMs < 1) setImmediate(finish);
  else setTimeout(finish, Math.floor(serviceMs));
}

const server = new Server({ interceptors: [createLoadReporter().interceptor] });
server.addService(
  { call: callMethod },
  {
    call: (_call: ServerUnaryCall<Buffer, Buffer>, answer: Answer) => {
      if (behaviour.kind === 'serving') serve(answer);
      else if (behaviour.kind === 'failing') {
        answer({ code: status.UNAVAILABLE, details: 'failing on purpose' });
      }
    },
  },
);
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.send!({ port } satisfies ReplicaNews);
});

process.on('message', (next: Behaviour) => {
  behaviour = next;
  waiting = [];
  process.send!('done' satisfies ReplicaNews);
});
process.on('disconnect', () => process.exit(0));
