// A DNS in memory that answers late, wrongly, or not at all.
import type { SrvRecord } from 'node:dns';
import { createDnsPollSource } from '../src/dns-poll/dns-poll-source.ts';
import type { DnsResolver } from '../src/dns-poll/lookup-endpoints.ts';
import type { Endpoint } from '../src/endpoint.ts';
import type { FuzzWorld } from './fuzz-source.ts';
import type { Random } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

type Failure = 'ESERVFAIL' | 'ETIMEOUT' | 'ENOTFOUND' | 'ECONNREFUSED';

/** Each target has one address, so that the model can be written down in three lines. */
interface Target {
  readonly priority: number;
  readonly weight: number;
  readonly isSix: boolean;
}

export function createDnsPollWorld(random: Random, clock: VirtualClock): FuzzWorld {
  const targets = new Map<number, Target>();
  let ttl = 1;
  let failure: Failure | undefined;
  let failsOnce: Failure | undefined;
  let [wasEmpty, changes] = [true, 0];

  const truth = (): readonly Endpoint[] => {
    const best = Math.min(...[...targets.values()].map(({ priority }) => priority));
    const chosen = [...targets].filter(([, { priority }]) => priority === best);
    const isAlike = new Set(chosen.map(([, { weight }]) => weight)).size < 2;
    return chosen.map(([id, { isSix, weight }]) => ({
      ...{ host: hostOf(id, isSix), port: 7, hashKey: `t${id}.test` },
      ...(!isAlike && { weight: weight || 0.01 }),
    }));
  };
  // Lookups of one answer fall at different times, so it may mix two truths; it cannot invent.
  const known = new Set<string>();
  const remember = () => {
    changes += 1;
    for (const each of truth()) known.add(each.host);
    wasEmpty ||= targets.size === 0;
  };

  const answer = async <T>(find: () => T[]): Promise<T[]> => {
    const failing = failsOnce ?? failure;
    failsOnce = undefined;
    if (failing === 'ETIMEOUT') {
      await new Promise<void>((resolve) => clock.after(2_000, resolve));
    } else await Promise.resolve();
    if (failing) throw Object.assign(new Error(failing), { code: failing });
    const found = find();
    if (found.length === 0) throw Object.assign(new Error('no data'), { code: 'ENODATA' });
    return found;
  };
  const addresses = (name: string, six: boolean) => () => {
    const id = Number(/^t(\d+)/.exec(name)![1]);
    const target = targets.get(id);
    return target?.isSix === six ? [{ address: hostOf(id, six), ttl }] : [];
  };
  const resolver: DnsResolver = {
    resolve4: (name) => answer(addresses(name, false)),
    resolve6: (name) => answer(addresses(name, true)),
    resolveSrv: () =>
      answer((): SrvRecord[] =>
        [...targets].map(([id, { priority, weight }]) => ({
          ...{ name: `t${id}.test`, port: 7, priority, weight },
        })),
      ),
    cancel: () => undefined,
  };

  const put = () => {
    const [priority, weight] = [random.pick([10, 10, 20]), random.pick([0, 5, 5, 10])];
    targets.set(random.below(6), { priority, weight, isSix: random.chance(0.3) });
    remember();
  };
  const steps: readonly (readonly [weight: number, kind: string, run: () => void])[] = [
    [20, 'record put', put],
    [
      8,
      'record removed',
      () => {
        targets.delete(random.below(6));
        remember();
      },
    ],
    [
      1,
      'all records removed',
      () => {
        targets.clear();
        remember();
      },
    ],
    [3, 'time to live changed', () => (ttl = random.pick([0, 1, 5, 30, 300]))],
    [3, 'one SERVFAIL', () => (failsOnce = 'ESERVFAIL')],
    [3, 'one timeout', () => (failsOnce = 'ETIMEOUT')],
    [
      3,
      'outage',
      () => (failure = random.pick(['ESERVFAIL', 'ETIMEOUT', 'ENOTFOUND', 'ECONNREFUSED'])),
    ],
    [5, 'outage over', () => (failure = undefined)],
    [2, 'refresh', () => source.refresh()],
  ];
  const table = steps.flatMap(([weight, ...step]) => Array.from({ length: weight }, () => step));
  const question = { name: '_grpc._tcp.test', port: undefined, server: undefined };
  // Nothing of this machine.
  const loadSearchList = () => Promise.resolve({ domains: [], ndots: 1 });
  const createResolver = () => resolver;
  const around = { createResolver, loadSearchList, clock, random: random.next };
  const source = createDnsPollSource(question, around);
  put();
  wasEmpty = false;
  return {
    source,
    step: () => {
      const [kind, run] = random.pick(table);
      run();
      return kind;
    },
    heal: () => {
      failure = failsOnce = undefined;
    },
    endpoints: truth,
    wasTrue: (text) =>
      text === ''
        ? // Records that change between two lookups may lead nowhere for once.
          wasEmpty || changes > 1
        : text.split('; ').every((each) => known.has(hostIn(each))),
  };
}

const hostOf = (id: number, isSix: boolean) => (isSix ? `fd00::${id + 1}` : `10.0.0.${id + 1}`);
const hostIn = (text: string) => /^\[?([^\]]+?)\]?:7 /.exec(text)![1]!;
