import { parentPort } from 'node:worker_threads';
import { registerDiscovery } from '@ballast/discovery';
import { measureScaleUp } from './discovery-scale-up.ts';
import { measureWatch } from './discovery-watch.ts';
import type { Table } from './table.ts';

export type DiscoveryWord =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'done'; readonly tables: readonly Table[] };

const say = (word: DiscoveryWord) => parentPort!.postMessage(word);
const progress = (line: string) => say({ kind: 'progress', line });

registerDiscovery({ warn: () => undefined });
const tables = [await measureWatch(progress), await measureScaleUp(progress)];
say({ kind: 'done', tables });
parentPort!.close();
