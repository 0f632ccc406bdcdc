// A million events with faults against every source of @ballast/discovery: each has to come to tell
// what is true, in every run, or the benchmark fails with the seed.
import {
  createDnsPollWorld,
  createEtcdWorld,
  createFileWorld,
  createKubernetesWorld,
  fuzzOverSockets,
  fuzzSource,
  hasEtcd,
  startDnsPollWorld,
  startEtcdWorld,
  startFileWorld,
  startKubernetesWorld,
  type CreateFuzzWorld,
  type StartSocketWorld,
} from '@ballast/discovery/fuzz';
import type { Benchmark, Table } from './table.ts';

const inMemory: readonly (readonly [scheme: string, CreateFuzzWorld, events: number])[] = [
  ['kubernetes:', createKubernetesWorld, 550_000],
  ['etcd:', createEtcdWorld, 150_000],
  ['dns-poll:', createDnsPollWorld, 150_000],
  ['file:', createFileWorld, 150_000],
];

const overSockets: readonly (readonly [scheme: string, StartSocketWorld, events: number])[] = [
  ['kubernetes:', startKubernetesWorld, 4_000],
  ['dns-poll:', startDnsPollWorld, 2_000],
  ['file:', startFileWorld, 1_000],
  ...(hasEtcd ? [['etcd:', startEtcdWorld, 1_000] as const] : []),
];

/** `BALLAST_FUZZ_SEED` plays a run again. */
const seed = Number(process.env['BALLAST_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);

export const discoveryFuzz: Benchmark = {
  name: 'discovery-fuzz',
  title: 'a million events with faults against every source of discovery',
  async run(progress) {
    progress(`seed ${seed} (BALLAST_FUZZ_SEED)`);
    return [await playInMemory(progress), await playOverSockets(progress)];
  },
};

async function playInMemory(progress: (line: string) => void): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const [scheme, createWorld, events] of inMemory) {
    const startedAtMs = performance.now();
    const result = await fuzzSource({ createWorld, seed, events });
    const seconds = (performance.now() - startedAtMs) / 1000;
    const { runs, sets, failures, kinds } = result;
    const faults = [...kinds].map(([kind, times]) => `${kind} ${times}`).join(', ');
    progress(`${scheme} ${result.events} events: ${faults}`);
    rows.push([
      scheme,
      result.events,
      kinds.size,
      runs,
      `${runs} of ${runs}`,
      sets,
      failures,
      seconds.toFixed(1),
    ]);
  }
  const total = rows.reduce((sum, [, events]) => sum + Number(events), 0);
  return {
    title: `In memory: ${total} events, seed ${seed}`,
    method: `The whole source, from its lines or records to the set that it tells, over a world in memory with a clock of its own: what is a socket, a file or an hour elsewhere is a function call here. A run is 200 events, changes and faults mixed (for kubernetes: slices put, removed, moved in either order, deleted and added again, duplicated events, bookmarks, compaction, 410 by status and in the watch, 401 until the token is replaced, 403, 429 with Retry-After, 500, 503, garbage, connections dropped, dropped in mid-line and half-open, the server away). Every set that is told must have been true at some time (dns-poll: every endpoint in it, since one answer takes several lookups), and the last one must equal the model within 120 s of that clock after the faults are over. A run that does not ends the benchmark with its seed.`,
    columns: ['source', 'events', 'kinds', 'runs', 'converged', 'sets told', 'failures told', 's'],
    rows,
  };
}

async function playOverSockets(progress: (line: string) => void): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const [scheme, startWorld, events] of overSockets) {
    const startedAtMs = performance.now();
    const { runs } = await fuzzOverSockets(startWorld, seed, events);
    const seconds = (performance.now() - startedAtMs) / 1000;
    progress(`${scheme} ${events} events over sockets`);
    rows.push([scheme, events, runs, `${runs} of ${runs}`, seconds.toFixed(1)]);
  }
  const total = rows.reduce((sum, [, events]) => sum + Number(events), 0);
  const etcd = hasEtcd ? 'a real etcd' : '(no etcd on this machine)';
  return {
    title: `Over real sockets and files: ${total} events, seed ${seed}`,
    method: `The same sources over HTTP/2 to a fake API server behind a relay that cuts and freezes connections, UDP to a DNS server, a real directory, and ${etcd} behind such a relay, with compactions. Source and world must agree after every 25 events, within 30 s.`,
    columns: ['source', 'events', 'runs', 'converged', 's'],
    rows,
  };
}
