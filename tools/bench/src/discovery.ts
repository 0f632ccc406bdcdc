import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { plotBars } from '@ballast/tool-sim';
import type { DiscoveryWord } from './discovery-measures.ts';
import { resultsDirectory, type Benchmark, type Table } from './table.ts';

export const discovery: Benchmark = {
  name: 'discovery',
  title: 'how soon a change of endpoints reaches the balancer, and a new replica its first call',
  async run(progress) {
    const tables = await measure(progress);
    await writeFile(join(resultsDirectory, 'discovery.svg'), plotScaleUp(tables.at(-1)!));
    return tables;
  },
};

function measure(progress: (line: string) => void): Promise<readonly Table[]> {
  return new Promise((resolve, reject) => {
    // In a thread with an environment of its own, because grpc-js reads this when it is loaded:
    // dns: by c-ares, which can be shown a DNS server.
    const env = { ...process.env, GRPC_NODE_USE_ALTERNATIVE_RESOLVER: 'true' };
    const worker = new Worker(new URL('discovery-measures.ts', import.meta.url), { env });
    worker.once('error', reject);
    worker.on('message', (word: DiscoveryWord) => {
      if (word.kind === 'progress') progress(word.line);
      else resolve(word.tables);
    });
  });
}

/** What was not found counts as the time that was waited for it. */
function plotScaleUp({ rows }: Table): string {
  const bars = rows.map(([source, , , waitedMs]) => ({
    group: String(source)
      .replace(', time to live ', ' ')
      .replace(/^grpc-js.*/, 'grpc-js dns: never'),
    series: 'median of the rounds; never: as long as was waited',
    value: Number(String(waitedMs).replace('none in ', '')),
  }));
  return plotBars('An added replica’s first call', 'ms', bars);
}
