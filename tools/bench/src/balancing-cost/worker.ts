// Measures one policy at one number of endpoints, in a process of its own: a picker that shares its
// process with others is compiled for all of them. Does what its parent says over IPC.
import { registerBalancing } from '@ballast/balancing';
import { Metadata, status } from '@grpc/grpc-js';
import { MockChannel, mockEndpoint, nextTurn } from './mock-channel.ts';
import { watchBlocks } from './watch-blocks.ts';

export interface CostOrder {
  readonly measurement: 'connect' | 'calls' | 'change' | 'heap';
}

/** The figures of one measurement by name. */
export type CostFigures = Readonly<Record<string, number>>;

const [, , policyText = '{}', countText = '0'] = process.argv;
const policy = JSON.parse(policyText) as { [name: string]: object };
const count = Number(countText);
const PICKS = 500;
const BATCHES = 40;
const WARM_UP = 200;
const CHANGES = 3;
/** A change that takes longer, in milliseconds, is made once for each figure. */
const SLOW_CHANGE_MS = 1_000;

// Ours replaces weighted_round_robin, so the peers are measured without it.
if (process.env['BALLAST_BENCH_OURS'] === '1') registerBalancing();

const list = (first: number) => Array.from({ length: count }, (_, i) => mockEndpoint(first + i));
let endpoints = list(0);
let lastIndex = count;
let channel: MockChannel | undefined;

async function bringUp(one: MockChannel, eachTurn: boolean): Promise<void> {
  one.update(endpoints);
  while (one.subchannels.size < count) await nextTurn();
  for (const subchannel of one.subchannels.values()) {
    // As sockets do it: one connection after the other, other events in between.
    if (eachTurn) await nextTurn();
    subchannel.connect();
  }
}

async function standing(): Promise<MockChannel> {
  if (channel === undefined) {
    channel = new MockChannel(policy);
    await bringUp(channel, false);
  }
  return channel;
}

const measurements = {
  /** From nothing to all ready, with grpc-js's pool. */
  async connect(): Promise<CostFigures> {
    const fresh = new MockChannel(policy, { hasPool: true });
    const { totalMs, longestMs, longestOwnMs } = await watchBlocks(() => bringUp(fresh, true));
    fresh.destroy();
    return { connectMs: totalMs, connectBlockMs: longestMs, connectOwnMs: longestOwnMs };
  },

  /** Picks of calls that are under way together, then a pick with its call's start and end. */
  async calls(): Promise<CostFigures> {
    const { picker } = await standing();
    const metadata = new Metadata();
    const args = () => ({ metadata, extraPickInfo: {} });
    let pickUs = 0;
    let callUs = 0;
    for (let batch = -WARM_UP; batch < BATCHES; batch += 1) {
      const all = Array.from({ length: PICKS }, args);
      const results = Array.from<ReturnType<NonNullable<typeof picker>['pick']>>({ length: PICKS });
      // Of the processor: the time of day would count what else the machine does.
      const startUs = processorUs();
      for (let i = 0; i < PICKS; i += 1) results[i] = picker!.pick(all[i]!);
      const pickedUs = processorUs();
      for (const result of results) result.onCallStarted?.call(result);
      for (const result of results) result.onCallEnded?.call(result, status.OK, '', metadata);
      if (batch < 0) continue;
      callUs += processorUs() - startUs;
      pickUs += pickedUs - startUs;
    }
    const perCallNs = (us: number) => (us / (PICKS * BATCHES)) * 1_000;
    return { pickNs: perCallNs(pickUs), callNs: perCallNs(callUs) };
  },

  /** One endpoint of the list is replaced; the objects of the others are new, or the same. */
  async change(): Promise<CostFigures> {
    const one = await standing();
    const times = { same: [] as number[], fresh: [] as number[] };
    for (let i = 0; i < CHANGES; i += 1) {
      for (const kind of ['same', 'fresh'] as const) {
        lastIndex += 1;
        endpoints = endpoints.with((lastIndex * 7_919) % count, mockEndpoint(lastIndex));
        if (kind === 'fresh') endpoints = structuredClone(endpoints);
        const { longestMs } = await watchBlocks(async () => {
          one.update(endpoints);
          await nextTurn();
        });
        times[kind].push(longestMs);
        one.connectNew();
      }
      if (times.fresh[0]! > SLOW_CHANGE_MS) break;
    }
    const middle = (figures: number[]) => figures.sort((a, b) => a - b)[figures.length >> 1]!;
    return { changeMs: middle(times.same), freshChangeMs: middle(times.fresh) };
  },

  /** What the policy keeps for each endpoint, its subchannels not counted. */
  async heap(): Promise<CostFigures> {
    const fresh = new MockChannel(policy);
    fresh.prepare(endpoints);
    const before = await usedBytes();
    await bringUp(fresh, false);
    const bytes = ((await usedBytes()) - before) / count;
    fresh.destroy();
    return { heapBytes: bytes };
  },
};

function processorUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function usedBytes(): Promise<number> {
  for (let i = 0; i < 3; i += 1) {
    await nextTurn();
    (globalThis as { gc?: () => void }).gc!();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

process.on('message', ({ measurement }: CostOrder) => {
  void measurements[measurement]().then((figures) => process.send!(figures));
});
process.on('disconnect', () => process.exit(0));
process.send!({} satisfies CostFigures);
