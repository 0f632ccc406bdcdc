import { getEventListeners } from 'node:events';
import { measureHeapBytes, startLeakCheck, startTestServer } from '@ballast/testing';
import type { TestMessage, TestServer, TestServiceDefinition } from '@ballast/testing';
import { expect, test } from 'vitest';
import { connect } from '../test/connect.ts';
import type { Client } from './index.ts';

const AT_ONCE = 200;
const request: TestMessage = { text: 'a', count: 1_000_000 };

/** A server that never answers a single answer and never stops a stream of them. */
function startEndlessServer(): Promise<TestServer> {
  return startTestServer({
    handlers: { unary: () => undefined, clientStream: () => undefined },
  });
}

async function* neverending(): AsyncGenerator<TestMessage> {
  for (;;) yield await new Promise<TestMessage>((resolve) => setImmediate(resolve, request));
}

async function readOne(stream: AsyncIterableIterator<TestMessage>): Promise<void> {
  await stream.next();
  await stream.return?.();
}

/** As many calls at once, of every kind, each given up once it is on its way. */
async function cancelCalls(
  client: Client<TestServiceDefinition>,
  server: TestServer,
  signal: AbortSignal,
  abort: () => void,
): Promise<void> {
  const expected = server.calls.length + AT_ONCE;
  const calls = Array.from({ length: AT_ONCE / 4 }, () => [
    client.unary(request, { signal }),
    client.clientStream(neverending(), { signal }),
    readOne(client.serverStream(request, { signal })),
    readOne(client.bidi(neverending(), { signal })),
  ]).flat();
  const outcomes = Promise.allSettled(calls);
  while (server.calls.length < expected) await new Promise((resolve) => setImmediate(resolve));
  abort();
  await outcomes;
}

async function cancelMany(
  server: TestServer,
  client: Client<TestServiceDefinition>,
  count: number,
) {
  for (let done = 0; done < count; done += AT_ONCE) {
    const controller = new AbortController();
    await cancelCalls(client, server, controller.signal, () => controller.abort());
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    // The server's own record of its calls would be the leak.
    (server.calls as unknown[]).length = 0;
  }
}

test('10 000 cancelled calls leave the heap as it was', async () => {
  await using server = await startEndlessServer();
  using client = connect(server.address);
  await cancelMany(server, client, 1000);
  const before = await measureHeapBytes();
  await cancelMany(server, client, 10_000);
  const after = await measureHeapBytes();
  expect(after / before).toBeLessThan(1.1);
}, 60_000);

test('cancelled calls leave no timer, no socket and no listener', async () => {
  using leaks = startLeakCheck();
  {
    await using server = await startEndlessServer();
    using client = connect(server.address);
    await cancelMany(server, client, 400);
  }
  await leaks.expectNone();
});

test('a long-lived signal keeps nothing of the calls that used it', async () => {
  await using server = await startTestServer();
  using client = connect(server.address);
  const { signal } = new AbortController();
  for (let count = 0; count < 100; count++) {
    await client.unary({ text: '', count }, { signal });
    await readOne(client.serverStream(request, { signal }));
  }
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
