// An etcd in memory: keys under leases, revisions, compaction, and connections that break.
import type { EtcdApi, KeyChange } from '../src/etcd/etcd-api.ts';
import { formatValue, keyOf } from '../src/etcd/etcd-names.ts';
import { createEtcdSource } from '../src/etcd/etcd-source.ts';
import type { Endpoint } from '../src/endpoint.ts';
import { describeSet, type FuzzWorld } from './fuzz-source.ts';
import type { Random } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

interface OpenWatch {
  isSilent: boolean;
  readonly take: (changes: readonly KeyChange[], revision: bigint) => void;
  readonly fail: (error: Error) => void;
}

interface Registered {
  readonly endpoint: Endpoint;
  readonly value: string;
  readonly lease: number;
}

const service = 'fuzz';

export function createEtcdWorld(random: Random, clock: VirtualClock): FuzzWorld {
  const keys = new Map<string, Registered>();
  const log: { readonly revision: bigint; readonly changes: readonly KeyChange[] }[] = [];
  const watches = new Set<OpenWatch>();
  const history = new Set<string>();
  let [revision, compactedAt] = [1n, 0n];
  let isDown = false;

  const truth = () => [...keys.values()].map(({ endpoint }) => endpoint);
  const remember = () => history.add(describeSet(truth()));
  remember();

  const commit = (changes: readonly KeyChange[]) => {
    if (changes.length === 0) return;
    revision += 1n;
    log.push({ revision, changes });
    remember();
    for (const { isSilent, take } of watches) if (!isSilent) take(changes, revision);
  };
  const put = () => {
    const host = `10.0.0.${random.below(8)}`;
    const notes = random.chance(0.3) ? { zone: random.pick(['a', 'b']), weight: 2 } : {};
    const key = keyOf(service, `${host}:1`);
    const value = formatValue(`${host}:1`, notes);
    keys.set(key, { endpoint: { host, port: 1, ...notes }, value, lease: random.below(3) });
    commit([{ key, value }]);
  };
  const remove = (chosen: readonly string[]) => {
    for (const key of chosen) keys.delete(key);
    commit(chosen.map((key) => ({ key, value: undefined })));
  };
  const failWatches = (message: string) => {
    for (const watch of [...watches]) watch.fail(new Error(message));
  };

  const api: EtcdApi = {
    async list() {
      await Promise.resolve();
      if (isDown) throw new Error('connect ECONNREFUSED');
      return { entries: [...keys].map(([key, { value }]) => ({ key, value })), revision };
    },
    async watch(_prefix, afterRevision, onChanges, signal) {
      await Promise.resolve();
      if (isDown) throw new Error('connect ECONNREFUSED');
      if (afterRevision < compactedAt) throw new Error('required revision has been compacted');
      const { promise, reject } = Promise.withResolvers<void>();
      const watch: OpenWatch = { isSilent: false, take: onChanges, fail: reject };
      watches.add(watch);
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      for (const each of log)
        if (each.revision > afterRevision) onChanges(each.changes, each.revision);
      await promise.finally(() => watches.delete(watch));
    },
    grantLease: () => Promise.reject(new Error('not a registering world')),
    keepLeaseAlive: () => Promise.resolve(0),
    revokeLease: () => Promise.resolve(),
    put: () => Promise.resolve(),
  };

  const steps: readonly (readonly [weight: number, kind: string, run: () => void])[] = [
    [20, 'put', put],
    [6, 'remove', () => remove([...keys.keys()].slice(0, 1))],
    [
      4,
      'lease ends',
      () => {
        const lease = random.below(3);
        remove([...keys].filter(([, each]) => each.lease === lease).map(([key]) => key));
      },
    ],
    [
      3,
      'compaction',
      () => {
        compactedAt = revision;
        log.length = 0;
      },
    ],
    [3, 'connection dropped', () => failWatches('socket hang up')],
    [
      2,
      'half-open',
      () => {
        for (const watch of watches) watch.isSilent = true;
      },
    ],
    [2, 'watch cancelled', () => failWatches('etcd ended the watch: no leader')],
    [
      2,
      'server away',
      () => {
        isDown = true;
        failWatches('read ECONNRESET');
      },
    ],
    [4, 'server back', () => (isDown = false)],
  ];
  const table = steps.flatMap(([weight, ...step]) => Array.from({ length: weight }, () => step));
  const world = { clock, random: random.next };
  return {
    source: createEtcdSource(service, api, () => undefined, world),
    step: () => {
      const [kind, run] = random.pick(table);
      run();
      return kind;
    },
    heal: () => (isDown = false),
    endpoints: truth,
    wasTrue: (text) => history.has(text),
  };
}
