import { runInScope } from '@ballast/deadlines';
import type { Writable } from 'node:stream';
import type { ActiveCall } from './active-call.ts';
import type { ResponseEncoder } from './response-encoder.ts';

// grpc-js asks to wait from 16 messages on, however large; this bounds their bytes too.
const writeAheadMaxBytes = 256 * 1024;

/**
 * Sends a stream of responses as fast as its reader takes them: the next one is asked of the
 * handler only while there is room, so a slow reader costs at most 16 messages or 256 KiB and a
 * message, whichever is less.
 */
export async function sendResponses(
  responses: AsyncIterable<unknown>,
  wire: Writable,
  call: ActiveCall,
  encoder: ResponseEncoder,
): Promise<void> {
  const room = createRoom(wire, call);
  const iterator = responses[Symbol.asyncIterator]();
  // Lets a generator that waits at a `yield` run its `finally`. One that waits for something of its
  // own gets there when that ends: it should watch `context.signal`.
  const leave = (): void => {
    void iterator.return?.().catch((error: unknown) => call.fail(error));
  };
  call.onStop(() => runInScope(call.scope, leave));
  for await (const response of { [Symbol.asyncIterator]: () => iterator }) {
    if (call.stopReason !== undefined) return;
    const { length } = encoder.encode(response);
    room.take(length);
    wire.write(response, () => room.give(length));
    if (room.isFull()) await room.opened();
  }
}

function createRoom(wire: Writable, call: ActiveCall) {
  let aheadBytes = 0;
  let wake: (() => void) | undefined;
  const isFull = (): boolean =>
    call.stopReason === undefined && (wire.writableNeedDrain || aheadBytes >= writeAheadMaxBytes);
  const look = (): void => {
    if (!isFull()) wake?.();
  };
  wire.on('drain', look);
  // A call that is over never drains.
  call.onStop(look);
  return {
    isFull,
    take: (bytes: number) => void (aheadBytes += bytes),
    give(bytes: number) {
      aheadBytes -= bytes;
      look();
    },
    opened: () => new Promise<void>((resolve) => (wake = resolve)),
  };
}
