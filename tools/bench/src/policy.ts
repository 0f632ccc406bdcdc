// How soon a policy file that has changed rules the calls of a live channel, and what it disturbs.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, openServicePolicy } from '@ballast/client';
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { CountedFleet } from './policy/counted-fleet.ts';
import { plotBars } from '@ballast/tool-sim';
import { formatSpread, median } from './statistics.ts';
import { resultsDirectory, type Benchmark } from './table.ts';

const ENDPOINTS = 10;
const CALL_EVERY_MS = 1;
const TIMEOUTS_S = [20, 40] as const;
const request = { sku: 'mug' };

/** A change of policy: how long until a call went by it, and the connections it opened. */
interface Change {
  readonly tookMs: number;
  readonly opened: number;
}

export const policy: Benchmark = {
  name: 'policy',
  title: 'how soon a changed policy file rules the calls of a live channel',
  async run(progress, { rounds = 20 } = {}) {
    await using fleet = await CountedFleet.start(ENDPOINTS);
    const ours: Change[] = [];
    const theirs: Change[] = [];
    await using reloading = await startReloading(fleet);
    using rebuilding = startRebuilding(fleet);
    for (let round = 0; round < rounds; round += 1) {
      const timeoutS = TIMEOUTS_S[round % 2]!;
      ours.push(await reloading.change(timeoutS));
      theirs.push(await rebuilding.change(timeoutS));
      progress(
        `round ${round + 1}: ours ${describe(ours.at(-1)!)}, a new Client ${describe(theirs.at(-1)!)}`,
      );
    }
    const rows = [
      ['file renamed over the old one (ours)', ...columnsOf(ours)],
      ['a new grpc-js Client, the old one closed', ...columnsOf(theirs)],
    ];
    await writeFile(join(resultsDirectory, 'policy.svg'), plot(ours, theirs));
    return [
      {
        title: 'From the changed policy to the first call that goes by it',
        method:
          `${ENDPOINTS} endpoints on loopback, all connected, a call every ${CALL_EVERY_MS} ms. The policy's ` +
          'timeout changes between 20 s and 40 s; the clock stops when a server has read the new one from ' +
          `a call. grpc-js reads a service config when a channel is made. ${rounds} interleaved rounds: median (range). ![connections](policy.svg)`,
        columns: ['change by', 'ms', 'connections opened by a change'],
        rows,
      },
    ];
  },
};

const describe = ({ tookMs, opened }: Change) =>
  `${tookMs.toFixed(1)} ms and ${opened} connections`;

const columnsOf = (changes: readonly Change[]) => [
  formatSpread(changes.map(({ tookMs }) => tookMs)),
  formatSpread(
    changes.map(({ opened }) => opened),
    0,
  ),
];

const textOf = (timeoutS: number, balancer: string) =>
  JSON.stringify({
    loadBalancingConfig: [{ [balancer]: {} }],
    methodConfig: [{ name: [{}], timeout: `${timeoutS}s` }],
  });

/** Calls until a server has seen the new timeout, and some more, so that all are connected. */
async function follow(
  fleet: CountedFleet,
  timeoutS: number,
  openedBefore: number,
  call: () => Promise<unknown>,
): Promise<Change> {
  const startMs = performance.now();
  while (fleet.lastTimeoutS !== timeoutS) {
    await call();
    await pause(CALL_EVERY_MS);
  }
  const tookMs = performance.now() - startMs;
  for (let i = 0; i < ENDPOINTS * 5; i += 1) {
    await call();
    await pause(CALL_EVERY_MS);
  }
  return { tookMs, opened: fleet.opened - openedBefore };
}

async function startReloading(fleet: CountedFleet) {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-policy-'));
  const file = join(directory, 'inventory.policy.json');
  const write = async (timeoutS: number) => {
    await writeFile(`${file}.new`, textOf(timeoutS, 'ballast'));
    await rename(`${file}.new`, file);
  };
  await write(TIMEOUTS_S[1]);
  const opened = await openServicePolicy({ service: 'inventory', published: '{}', directory });
  const client = createClient(inventory, {
    target: `static:///${fleet.addresses.join(',')}`,
    policy: opened,
  });
  await follow(fleet, TIMEOUTS_S[1], 0, () => client.getStock(request));
  return {
    async change(timeoutS: number): Promise<Change> {
      const before = fleet.opened;
      fleet.lastTimeoutS = undefined;
      await write(timeoutS);
      return await follow(fleet, timeoutS, before, () => client.getStock(request));
    },
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      opened[Symbol.dispose]();
      await rm(directory, { recursive: true });
    },
  };
}

/** What a user of grpc-js has to do: a channel keeps the service config that it began with. */
function startRebuilding(fleet: CountedFleet) {
  const { path, requestSerialize, responseDeserialize } = inventory.getStock;
  const build = (timeoutS: number) =>
    new Client(`ipv4:${fleet.addresses.join(',')}`, credentials.createInsecure(), {
      // Its digits after the point are read wrongly, so whole seconds.
      'grpc.service_config': textOf(timeoutS, 'round_robin'),
      'grpc.use_local_subchannel_pool': 1,
    });
  let client = build(TIMEOUTS_S[1]);
  const call = () =>
    new Promise<unknown>((resolve, reject) => {
      client.makeUnaryRequest(
        ...([path, requestSerialize, responseDeserialize, request, new Metadata(), {}] as const),
        (error, response) => (error === null ? resolve(response) : reject(error)),
      );
    });
  return {
    async change(timeoutS: number): Promise<Change> {
      const before = fleet.opened;
      fleet.lastTimeoutS = undefined;
      client.close();
      client = build(timeoutS);
      return await follow(fleet, timeoutS, before, call);
    },
    [Symbol.dispose]: () => client.close(),
  };
}

function plot(ours: readonly Change[], theirs: readonly Change[]): string {
  const bars = (series: string, changes: readonly Change[]) => [
    {
      ...{ group: 'ms to the first call that goes by it', series },
      value: median(changes.map(({ tookMs }) => tookMs)),
    },
    {
      ...{ group: 'connections opened', series },
      value: median(changes.map(({ opened }) => opened)),
    },
  ];
  const all = [...bars('ours', ours), ...bars('a new Client', theirs)];
  return plotBars('A policy file changes, ten endpoints, median of rounds', '', all);
}
