import { createGate, startTestServer, testServiceDefinition } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import {
  type AdmissionInterceptorOptions,
  type AdmissionOptions,
  createAdmission,
  createAdmissionInterceptor,
} from '../src/index.ts';

interface Ended {
  readonly code: grpc.status;
  readonly details: string;
  readonly trailers: grpc.Metadata;
}

/** A real server with an admission, whose unary calls wait for a gate, and a client of it. */
export async function startGuardedServer(
  options: AdmissionOptions = {},
  interceptorOptions: AdmissionInterceptorOptions = {},
) {
  const gate = createGate();
  let parsed = 0;
  const admission = createAdmission({ readIdleMs: () => performance.now(), ...options });
  const count: grpc.ServerInterceptor = (_method, call) =>
    new grpc.ServerInterceptingCall(call, {
      start: (next) =>
        next({ onReceiveMessage: (message, forward) => forward(((parsed += 1), message)) }),
    });
  const server = await startTestServer({
    options: {
      interceptors: [count, createAdmissionInterceptor(admission, interceptorOptions)],
    },
    handlers: { unary: (call, answer) => void gate.opened.then(() => answer(null, call.request)) },
  });
  const client = new grpc.Client(server.address, grpc.credentials.createInsecure());

  const start = (
    kind: keyof typeof testServiceDefinition,
    { headers = {}, ends = true }: { headers?: Record<string, string>; ends?: boolean } = {},
  ) => {
    const { path, requestStream, responseStream, ...codec } = testServiceDefinition[kind];
    const metadata = new grpc.Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    // The channel's own call, which is the same for all kinds.
    const call = client.makeBidiStreamRequest(
      path,
      codec.requestSerialize,
      codec.responseDeserialize,
      metadata,
    );
    void [requestStream, responseStream];
    const status = new Promise<Ended>((resolve) => {
      call.on('error', () => undefined);
      call.on('status', ({ code, details, metadata: trailers }: grpc.StatusObject) =>
        resolve({ code, details, trailers }),
      );
    });
    const opened = new Promise<void>((resolve) => {
      call.once('data', () => resolve());
    });
    call.on('data', () => undefined);
    call.write({ text: 'x', count: 1 });
    if (ends) call.end();
    return { status, opened, end: () => call.end(), cancel: () => call.cancel() };
  };

  return {
    admission,
    gate,
    server,
    start,
    /** Requests that reached the interceptor within. */
    parsed: () => parsed,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
