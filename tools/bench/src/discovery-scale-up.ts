// How long a replica that was added waits for its first call, on a channel that is in use.
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import { registerWithEtcd } from '@ballast/discovery';
import {
  createEndpointsFile,
  describeServices,
  hasEtcd,
  startDnsServer,
  startEtcd,
  startFakeApiServer,
} from '@ballast/discovery/worlds';
import { useKubeconfig } from './kubeconfig.ts';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

/** A name service that the benchmark writes to. */
interface World extends AsyncDisposable {
  readonly target: string;
  /** The whole set from now on; resolves when it has been written. */
  publish(addresses: readonly string[]): Promise<void> | void;
}

interface Way {
  readonly name: string;
  readonly start: (round: number) => Promise<World>;
  readonly rounds: number;
  /** How long a round may wait, in milliseconds. */
  readonly limitMs: number;
}

const dnsName = '_grpc._tcp.stock.test';

const dnsPoll = (ttl: number, rounds: number): Way => ({
  name: `dns-poll:, time to live ${ttl} s`,
  rounds,
  limitMs: 40_000,
  start: async () => {
    const server = await startDnsServer();
    return {
      target: `dns-poll://${server.address}/${dnsName}`,
      publish: (addresses) =>
        server.setRecords(
          describeServices(dnsName, addresses).map((each) => ({ ...each, ttl }) as typeof each),
        ),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
});

const ways: readonly Way[] = [
  {
    ...{ name: 'file:', rounds: 10, limitMs: 10_000 },
    start: async () => {
      const file = await createEndpointsFile([]);
      return {
        target: `file://${file.path}`,
        publish: (addresses) => file.replace(addresses),
        [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
      };
    },
  },
  {
    ...{ name: 'kubernetes:', rounds: 10, limitMs: 10_000 },
    start: async (round) => {
      const server = await startFakeApiServer();
      const kubeconfig = await useKubeconfig(server.port);
      return {
        target: `kubernetes:///stock-${round}.shop:grpc`,
        publish: (addresses) => server.putEndpoints(addresses),
        async [Symbol.asyncDispose]() {
          await kubeconfig[Symbol.asyncDispose]();
          await server[Symbol.asyncDispose]();
        },
      };
    },
  },
  ...(hasEtcd
    ? [
        {
          ...{ name: 'etcd: (a real one)', rounds: 5, limitMs: 10_000 },
          start: async (round: number) => {
            const etcd = await startEtcd();
            const service = `stock-${round}`;
            const known = new Map<string, ReturnType<typeof registerWithEtcd>>();
            return {
              target: `etcd://${etcd.address}/${service}`,
              publish: async (addresses: readonly string[]) => {
                for (const address of addresses) {
                  if (known.has(address)) continue;
                  const registration = registerWithEtcd({ service, address, servers: [etcd.url] });
                  known.set(address, registration);
                  await registration.registered;
                }
              },
              async [Symbol.asyncDispose]() {
                for (const registration of known.values()) await registration.stop();
                await etcd[Symbol.asyncDispose]();
              },
            };
          },
        },
      ]
    : []),
  dnsPoll(0, 10),
  dnsPoll(1, 5),
  dnsPoll(5, 2),
  {
    ...{ name: 'grpc-js’s dns:, time to live 0 s', rounds: 1, limitMs: 15_000 },
    start: async () => {
      const server = await startDnsServer();
      return {
        target: `dns://${server.address}/stock.test`,
        publish: (addresses) =>
          server.setRecords(
            addresses.map((address) => {
              const host = address.replace(/:\d+$/, '').replace(/[[\]]/g, '');
              const type = host.includes(':') ? ('AAAA' as const) : ('A' as const);
              return { type, name: 'stock.test', ttl: 0, data: host };
            }),
          ),
        [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
      };
    },
  },
];

export async function measureScaleUp(progress: (line: string) => void): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const way of ways) {
    const waits: number[] = [];
    for (let round = 0; round < way.rounds; round++) waits.push(await playRound(way, round));
    const found = waits.filter((wait) => wait < way.limitMs);
    const text = (wait: number) =>
      wait < way.limitMs ? wait.toFixed(0) : `none in ${way.limitMs}`;
    progress(`${way.name}: ${text(median(waits))} ms`);
    rows.push([
      ...[way.name, waits.length, found.length, text(median(waits))],
      ...[text(Math.min(...waits)), text(Math.max(...waits)), '≤ 1000'],
    ]);
  }
  return {
    title: 'An added replica’s first call, in ms',
    method:
      'One replica serves a round_robin channel that calls it every 2 ms. A second one, which listens already, is made known: by a file renamed over the old one, by an EndpointSlice, by registering in etcd, by a DNS record. The clock starts before it is made known and stops when it has served its first call, connection included. DNS records are SRV for dns-poll:, address records for grpc-js’s dns:, asked by c-ares on the same server; with a longer time to live dns-poll: waits for it to end, because a cache on the way would give the old answer before.',
    columns: ['source', 'rounds', 'found', 'median', 'fastest', 'slowest', 'goal'],
    rows,
  };
}

async function playRound({ start, limitMs }: Way, round: number): Promise<number> {
  const server = new grpc.Server();
  server.addService(pingDefinition, {
    ping: (_call: unknown, answer: grpc.sendUnaryData<Buffer>) => answer(null, Buffer.alloc(0)),
  });
  const bind = promisify(server.bindAsync.bind(server));
  const insecure = grpc.ServerCredentials.createInsecure();
  // Two replicas that differ in nothing but the address, since an address record names no port.
  const port = await bind('[::1]:0', insecure);
  await bind(`127.0.0.1:${port}`, insecure);
  const [old, added] = [`[::1]:${port}`, `127.0.0.1:${port}`];
  await using world = await start(round);
  await world.publish([old]);
  const target = world.target.startsWith('dns:') ? `${world.target}:${port}` : world.target;
  const client = new grpc.Client(target, grpc.credentials.createInsecure(), {
    'grpc.service_config': '{"loadBalancingConfig":[{"round_robin":{}}]}',
    'grpc.service_config_disable_resolution': 1,
    'grpc.use_local_subchannel_pool': 1,
  });
  for (let call = 0; call < 100; call++) {
    await ping(client);
    await pause(2);
  }
  const startedAtMs = performance.now();
  await world.publish([old, added]);
  let waitedMs = 0;
  while (waitedMs < limitMs && !(await ping(client)).startsWith('127.0.0.1')) {
    await pause(2);
    waitedMs = performance.now() - startedAtMs;
  }
  waitedMs = performance.now() - startedAtMs;
  client.close();
  server.forceShutdown();
  return Math.min(waitedMs, limitMs);
}

const raw = (bytes: Buffer) => bytes;
const pingDefinition = {
  ping: {
    ...({ path: '/bench.Ping/Ping', requestStream: false, responseStream: false } as const),
    ...{ requestSerialize: raw, requestDeserialize: raw },
    ...{ responseSerialize: raw, responseDeserialize: raw },
  },
};

/** Answers with the address of the replica that has served. */
function ping(client: grpc.Client): Promise<string> {
  return new Promise((resolve, reject) => {
    const metadata = new grpc.Metadata({ waitForReady: true });
    const options = { deadline: Date.now() + 5_000 };
    const call = client.makeUnaryRequest(
      ...(['/bench.Ping/Ping', raw, raw, Buffer.alloc(0), metadata, options] as const),
      (error) => (error ? reject(error) : resolve(call.getPeer())),
    );
  });
}
