import { once } from 'node:events';
import type * as grpc from '@grpc/grpc-js';
import type { TestMessage } from './test-service.ts';

/** Plain grpc-js handlers of the test service. */
export interface TestHandlers {
  readonly unary: grpc.handleUnaryCall<TestMessage, TestMessage>;
  readonly serverStream: grpc.handleServerStreamingCall<TestMessage, TestMessage>;
  readonly clientStream: grpc.handleClientStreamingCall<TestMessage, TestMessage>;
  readonly bidi: grpc.handleBidiStreamingCall<TestMessage, TestMessage>;
}

/**
 * - unary: answers the request.
 * - serverStream: the request's text, `count` times, counted from 0, as fast as the caller reads.
 * - clientStream: all texts joined, and how many there were.
 * - bidi: answers every request as it comes.
 */
export const echoHandlers: TestHandlers = {
  unary: (call, answer) => answer(null, call.request),

  serverStream: (call) => {
    void repeat(call).then(() => call.end());
  },

  clientStream: (call, answer) => {
    const texts: string[] = [];
    call.on('data', (message: TestMessage) => texts.push(message.text));
    call.on('end', () => answer(null, { text: texts.join(''), count: texts.length }));
    call.on('error', () => undefined);
  },

  bidi: (call) => {
    call.on('error', () => undefined);
    call.on('data', (message: TestMessage) => {
      if (!call.write(message)) call.pause();
    });
    call.on('drain', () => call.resume());
    call.on('end', () => call.end());
  },
};

async function repeat(call: grpc.ServerWritableStream<TestMessage, TestMessage>): Promise<void> {
  const gone = once(call, 'cancelled');
  for (let count = 0; count < call.request.count && !call.cancelled; count++) {
    const wantsMore = call.write({ text: call.request.text, count });
    if (!wantsMore) await Promise.race([once(call, 'drain'), gone]);
  }
}
