// The shapes of grpc-js handlers that stream, each around a handler of ours; `UnaryCall` is the fourth.
import { runInScope } from '@ballast/deadlines';
import type {
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerWritableStream,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import { ActiveCall, type CallFacts } from './active-call.ts';
import type { CallRegistry } from './call-registry.ts';
import { type StreamSurface, StreamWire } from './call-wire.ts';
import { RequestStream } from './request-stream.ts';
import { sendResponses } from './response-writer.ts';
import type { ServedMethod } from './served-method.ts';
import type { WireStatus } from './wire-status.ts';

type Answer = sendUnaryData<unknown>;

export function createGrpcHandler(method: ServedMethod, registry: CallRegistry): UntypedHandleCall {
  const { requestStream, responseStream } = method.definition;
  if (requestStream && responseStream) {
    return (surface: ServerDuplexStream<object, unknown>) => {
      const call = beginStream(method, surface, registry);
      const requests = new RequestStream(surface, call, method.refusalOf);
      void runInScope(call.scope, streamAnswer, method, call, requests, surface);
    };
  }
  if (responseStream) {
    return (surface: ServerWritableStream<object, unknown>) => {
      const call = beginStream(method, surface, registry);
      const refusal = method.refusalOf(surface.request);
      if (refusal === undefined)
        void runInScope(call.scope, streamAnswer, method, call, surface.request, surface);
      else call.fail(refusal);
    };
  }
  if (requestStream) {
    return (surface: ServerReadableStream<object, unknown>, answer: Answer) => {
      const call = beginCall(method, surface, answer, registry);
      const requests = new RequestStream(surface, call, method.refusalOf);
      void runInScope(call.scope, singleAnswer, method, call, requests, answer);
    };
  }
  return () => {
    throw new Error(`${method.path} is answered before grpc-js comes to its handler`);
  };
}

/** A call whose status goes out as grpc-js wants it of streams: by an `error` event. */
export function beginStream(
  facts: CallFacts,
  surface: ServerWritableStream<object, unknown> | ServerDuplexStream<object, unknown>,
  registry: CallRegistry,
): ActiveCall {
  return beginCall(facts, surface, (status) => surface.emit('error', status), registry);
}

function beginCall(
  facts: CallFacts,
  surface: StreamSurface,
  sendStatus: (status: WireStatus) => void,
  registry: CallRegistry,
): ActiveCall {
  const call = new ActiveCall(facts, new StreamWire(surface, sendStatus), registry);
  surface.once('cancelled', () => call.callerGone());
  return call;
}

async function singleAnswer(
  method: ServedMethod,
  call: ActiveCall,
  request: unknown,
  answer: Answer,
): Promise<void> {
  try {
    const response = await method.handler(request, call);
    method.encoder.encode(response);
    if (call.succeed()) answer(null, response, call.addedTrailers);
  } catch (error) {
    call.fail(error);
  }
}

async function streamAnswer(
  method: ServedMethod,
  call: ActiveCall,
  request: unknown,
  surface: ServerWritableStream<object, unknown> | ServerDuplexStream<object, unknown>,
): Promise<void> {
  try {
    const responses = method.handler(request, call) as AsyncIterable<unknown>;
    await sendResponses(responses, surface, call, method.encoder);
    if (call.succeed()) surface.end(call.addedTrailers);
  } catch (error) {
    call.fail(error);
  }
}
