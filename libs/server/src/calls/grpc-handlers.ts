// The four shapes of grpc-js handlers, each around a handler of ours.
import { runInScope } from '@ballast/deadlines';
import type {
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import type { CallContext } from '../call-context.ts';
import type { MethodDefinition } from '../definition.ts';
import { ActiveCall, type CallFacts } from './active-call.ts';
import type { CallRegistry } from './call-registry.ts';
import { type RefusalOf, RequestStream } from './request-stream.ts';
import type { ResponseEncoder } from './response-encoder.ts';
import { sendResponses } from './response-writer.ts';

/** A method with all that its calls need. */
export interface ServedMethod extends CallFacts {
  readonly definition: Pick<MethodDefinition, 'requestStream' | 'responseStream'>;
  readonly handler: (request: unknown, context: CallContext) => unknown;
  readonly refusalOf: RefusalOf;
  readonly encoder: ResponseEncoder;
}

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
      const call = new ActiveCall(method, { surface, sendStatus: answer }, registry);
      const requests = new RequestStream(surface, call, method.refusalOf);
      void runInScope(call.scope, singleAnswer, method, call, requests, answer);
    };
  }
  return (surface: ServerUnaryCall<object, unknown>, answer: Answer) => {
    const call = new ActiveCall(method, { surface, sendStatus: answer }, registry);
    const refusal = method.refusalOf(surface.request);
    if (refusal === undefined)
      void runInScope(call.scope, singleAnswer, method, call, surface.request, answer);
    else call.fail(refusal);
  };
}

/** A call whose status goes out as grpc-js wants it of streams: by an `error` event. */
export function beginStream(
  facts: CallFacts,
  surface: ServerWritableStream<object, unknown> | ServerDuplexStream<object, unknown>,
  registry: CallRegistry,
): ActiveCall {
  return new ActiveCall(
    facts,
    { surface, sendStatus: (status) => surface.emit('error', status) },
    registry,
  );
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
    call.succeed((trailers) => answer(null, response, trailers));
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
    call.succeed((trailers) => surface.end(trailers));
  } catch (error) {
    call.fail(error);
  }
}
