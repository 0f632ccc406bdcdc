import { Worker } from 'node:worker_threads';
import type { DiscoveryWord } from './discovery-measures.ts';
import type { Benchmark, Table } from './table.ts';

export const discovery: Benchmark = {
  name: 'discovery',
  title: 'how soon a change of endpoints reaches the balancer, and a new replica its first call',
  run: (progress) =>
    new Promise<readonly Table[]>((resolve, reject) => {
      // In a thread with an environment of its own, because grpc-js reads this when it is loaded:
      // dns: by c-ares, which can be shown a DNS server.
      const env = { ...process.env, GRPC_NODE_USE_ALTERNATIVE_RESOLVER: 'true' };
      const worker = new Worker(new URL('discovery-measures.ts', import.meta.url), { env });
      worker.once('error', reject);
      worker.on('message', (word: DiscoveryWord) => {
        if (word.kind === 'progress') progress(word.line);
        else resolve(word.tables);
      });
    }),
};
