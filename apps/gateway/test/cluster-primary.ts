// Runs the gateway as the local platform does: as a worker of node:cluster, which shares its
// port with its successor. A line on standard input replaces it.
import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { isListeningMessage } from '@ballast/program';

cluster.setupPrimary({
  exec: join(import.meta.dirname, '../src/main.ts'),
  // What the gateways log is no line of this program's.
  stdio: ['ignore', process.stderr.fd, process.stderr.fd, 'ipc'],
});

function startWorker(): Promise<{ worker: Worker; address: string }> {
  const worker = cluster.fork();
  return new Promise((resolve) => {
    worker.on('message', (message) => {
      if (isListeningMessage(message)) resolve({ worker, address: message.address });
    });
  });
}

function stopWorker(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.on('exit', resolve);
    worker.process.kill('SIGTERM');
  });
}

let { worker, address } = await startWorker();
console.log(JSON.stringify({ address }));
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
while ((await orders.next()).done !== true) {
  const old = worker;
  ({ worker, address } = await startWorker());
  console.log(JSON.stringify({ left: await stopWorker(old), address }));
}
worker.process.kill('SIGKILL');
