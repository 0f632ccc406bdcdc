// A tier of plain grpc-js, with nothing of ours but the two interceptors: it serves, and it calls.
import { startTestServer, testServiceDefinition } from '@ballast/testing';
import type { TestHandlers, TestMessage, TestServer } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import {
  type CallScope,
  createDeadlineInterceptor,
  createDeadlineServerInterceptor,
  findScope,
} from '../src/index.ts';

export const request: TestMessage = { text: 'hello', count: 1 };

/** A client of the test service that shares no connection. */
export class TestClient extends grpc.Client {
  constructor(address: string, options: grpc.ClientOptions = {}) {
    super(address, grpc.credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
      interceptors: [createDeadlineInterceptor()],
      ...options,
    });
  }

  unary(options: grpc.CallOptions = {}, metadata = new grpc.Metadata()): Promise<TestMessage> {
    return new Promise((resolve, reject) => {
      this.startUnary(
        (error, answer) => (error ? reject(error) : resolve(answer!)),
        options,
        metadata,
      );
    });
  }

  startUnary(
    callback: grpc.requestCallback<TestMessage>,
    options: grpc.CallOptions = {},
    metadata = new grpc.Metadata(),
  ): grpc.ClientUnaryCall {
    const { path, requestSerialize, responseDeserialize } = testServiceDefinition.unary;
    return this.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      options,
      callback,
    );
  }

  serverStream(options: grpc.CallOptions = {}): grpc.ClientReadableStream<TestMessage> {
    const { path, requestSerialize, responseDeserialize } = testServiceDefinition.serverStream;
    return this.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      options,
    );
  }

  clientStream(
    callback: grpc.requestCallback<TestMessage>,
  ): grpc.ClientWritableStream<TestMessage> {
    const { path, requestSerialize, responseDeserialize } = testServiceDefinition.clientStream;
    return this.makeClientStreamRequest(path, requestSerialize, responseDeserialize, callback);
  }

  bidi(): grpc.ClientDuplexStream<TestMessage, TestMessage> {
    const { path, requestSerialize, responseDeserialize } = testServiceDefinition.bidi;
    return this.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** A server whose calls have scopes. `scopes`: of the calls so far. */
export interface Tier extends TestServer {
  readonly scopes: readonly CallScope[];
}

export async function startTier(handlers: Partial<TestHandlers> = {}): Promise<Tier> {
  const scopes: CallScope[] = [];
  const server = await startTestServer({
    handlers,
    options: { interceptors: [createDeadlineServerInterceptor()] },
  });
  server.events.on('call', () => scopes.push(findScope()!));
  return { ...server, scopes };
}

/** What a call is rejected with. */
export async function failureOf(call: Promise<unknown>): Promise<grpc.ServiceError> {
  try {
    await call;
  } catch (error) {
    return error as grpc.ServiceError;
  }
  throw new Error('it did not fail');
}
