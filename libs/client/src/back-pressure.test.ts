import { createGate, startTestServer, waitUntil } from '@ballast/testing';
import type { TestMessage } from '@ballast/testing';
import { expect, test } from 'vitest';
import { connect } from '../test/connect.ts';

const KIB = 1024;
const text = 'x'.repeat(16 * KIB);

test('a reader that is slow stops the server, and nothing is lost', async () => {
  const count = 500;
  let written = 0;
  const stalled = createGate();
  await using server = await startTestServer({
    handlers: {
      serverStream: (call) => {
        const write = (): void => {
          while (written < count) {
            written++;
            if (!call.write({ text, count: written })) {
              call.once('drain', write);
              if (written > 1) stalled.open();
              return;
            }
          }
          call.end();
        };
        write();
      },
    },
  });
  using client = connect(server.address);
  const stream = client.serverStream({ text: '', count });
  expect((await stream.next()).value?.count).toBe(1);
  await stalled.opened;
  // Let all that can flow flow: other calls on the same connection go to and fro.
  for (let round = 0; round < 50; round++) await client.unary({ text: '', count: 0 });
  expect(written).toBeLessThan(30);
  let last = 1;
  for await (const answer of stream) {
    expect(answer.count).toBe(last + 1);
    last = answer.count;
  }
  expect(last).toBe(count);
});

test('a server that is slow stops the requests, and nothing is lost', async () => {
  const count = 500;
  let pulled = 0;
  let received = 0;
  const mayRead = createGate();
  await using server = await startTestServer({
    handlers: {
      clientStream: (call, answer) => {
        void mayRead.opened.then(() => {
          call.on('data', () => received++);
          call.on('end', () => answer(null, { text: '', count: received }));
        });
      },
    },
  });
  const retryBufferBytes = 64 * KIB;
  using client = connect(server.address, { retryBufferBytes });
  function* requests(): Generator<TestMessage> {
    for (; pulled < count; pulled++) yield { text, count: pulled };
  }
  const answer = client.clientStream(requests());
  await waitUntil(() => server.calls.length === 1, {
    what: 'the call has arrived',
    on: { emitter: server.events, event: 'call' },
  });
  for (let round = 0; round < 50; round++) await client.unary({ text: '', count: 0 });
  expect(pulled).toBeGreaterThan(1);
  // What the retry buffer, the flow control window and the stream's own buffers hold together.
  expect(pulled).toBeLessThan(40);
  mayRead.open();
  expect(await answer).toEqual({ text: '', count });
});
