import { connectivityState, Metadata, status } from '@grpc/grpc-js';
import { MockChannel, mockEndpoint, nextTurn } from './mock-channel.ts';

export interface ScaleResult {
  /** A pick alone. */
  readonly pickNs: number;
  /** A pick, the call's start and its end. */
  readonly callNs: number;
  /** One endpoint of the list is replaced: the longest that the event loop stood still. */
  readonly changeMs: number;
  /** From nothing to the whole list, ready: all time together, and the longest block. */
  readonly connectMs: number;
  readonly connectBlockMs: number;
}

const PICKS = 200_000;

/** What a policy costs at this number of endpoints, without sockets. */
export async function measureScale(
  policy: { [name: string]: object },
  count: number,
): Promise<ScaleResult> {
  const channel = new MockChannel(policy);
  const endpoints = Array.from({ length: count }, (_, index) => mockEndpoint(index));
  const connecting = await measureBlocks(async (block) => {
    block(() => channel.update(endpoints));
    while (channel.subchannels.size < count) await nextTurn();
    for (const subchannel of channel.subchannels.values()) {
      block(() => {
        subchannel.become(connectivityState.CONNECTING);
        subchannel.become(connectivityState.READY);
      });
    }
  });
  const pickNs = measurePicks(() => channel.pick());
  const trailers = new Metadata();
  const callNs = measurePicks(() => {
    const { onCallStarted, onCallEnded } = channel.pick();
    onCallStarted?.();
    onCallEnded?.(status.OK, '', trailers);
  });
  const changes: number[] = [];
  let list = endpoints;
  for (let i = 0; i < 5; i += 1) {
    list = list.with(Math.floor(count / 2) + i, mockEndpoint(count + i));
    const { longestMs } = await measureBlocks(async (block) => {
      block(() => channel.update(list));
      await nextTurn();
    });
    changes.push(longestMs);
  }
  channel.destroy();
  return {
    pickNs,
    callNs,
    changeMs: changes.sort((a, b) => a - b)[2]!,
    connectMs: connecting.totalMs,
    connectBlockMs: connecting.longestMs,
  };
}

function measurePicks(once: () => void): number {
  for (let i = 0; i < PICKS / 4; i += 1) once();
  // Of the processor: on a machine with other work the time of day would measure that.
  const before = process.cpuUsage();
  for (let i = 0; i < PICKS; i += 1) once();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / PICKS) * 1_000;
}

/** Times the pieces of work that cannot be interrupted. */
async function measureBlocks(work: (block: (piece: () => void) => void) => Promise<void>) {
  let longestMs = 0;
  const startMs = performance.now();
  await work((piece) => {
    const pieceMs = performance.now();
    piece();
    longestMs = Math.max(longestMs, performance.now() - pieceMs);
  });
  return { totalMs: performance.now() - startMs, longestMs };
}
