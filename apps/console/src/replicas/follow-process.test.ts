import { EventEmitter, once } from 'node:events';
import { promisify } from 'node:util';
import {
  AdminServiceService,
  type WatchStateRequest,
  type WatchStateResponse,
} from '@ballast/contracts';
import { Server, type ServerWritableStream, ServerCredentials } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { Attention } from './attention.ts';
import { followProcess } from './follow-process.ts';

type Watch = ServerWritableStream<WatchStateRequest, WatchStateResponse>;

/** A process that says what the test wants it to say. */
async function startProcess() {
  const events = new EventEmitter();
  const watches: Watch[] = [];
  const server = new Server();
  server.addService(AdminServiceService, {
    watchState: (watch: Watch) => {
      watches.push(watch);
      events.emit('watch');
    },
  });
  const bind = promisify(server.bindAsync.bind(server));
  const port = await bind('127.0.0.1:0', ServerCredentials.createInsecure());
  return {
    address: `127.0.0.1:${port}`,
    watches,
    watched: () => once(events, 'watch'),
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}

it('is told only of changes while nobody looks, and knows what silence means', async () => {
  await using server = await startProcess();
  const attention = new Attention();
  const told = new EventEmitter();
  const holds: (number | undefined)[] = [];
  let turns = 0;
  let nowMs = 100_000;
  const watched = server.watched();
  const process = followProcess({
    ...{ address: server.address, attention, now: () => nowMs, onTurn: () => void (turns += 1) },
    onState: (_state, _atMs, unchangedUntilMs) => {
      holds.push(unchangedUntilMs);
      told.emit('state');
    },
  });
  const say = async (watch: Watch): Promise<void> => {
    const heard = once(told, 'state');
    watch.write(AdminServiceService.watchState.responseDeserialize(Buffer.alloc(0)));
    await heard;
  };
  await watched;
  const [seldom] = server.watches;
  expect(seldom!.request).toEqual({ intervalMs: 1000, unchangedIntervalMs: 15_000 });
  expect(process.isHeard(nowMs)).toBe(false);
  await say(seldom!);
  nowMs += 15_000;
  expect([process.isHeard(nowMs), process.unchangedUntilMs(nowMs)]).toEqual([true, 114_000]);
  expect(process.uptimeMs(nowMs)).toBe(15_000);
  expect(process.isHeard(nowMs + 3500)).toBe(false);
  await say(seldom!);

  nowMs += 10_000;
  const reopened = server.watched();
  attention.set(true);
  await reopened;
  const often = server.watches[1]!;
  expect(often.request).toEqual({ intervalMs: 1000, unchangedIntervalMs: 1000 });
  // Silent for ten seconds, as it was asked to be.
  expect([process.isHeard(nowMs), process.lostAtMs]).toEqual([true, undefined]);
  await say(often);
  expect([process.isHeard(nowMs + 3500), process.unchangedUntilMs(nowMs)]).toEqual([
    false,
    undefined,
  ]);
  await say(often);
  expect(holds).toEqual([undefined, 114_000, 124_000, undefined]);
  expect(turns).toBe(1);
  process.close();
});
