import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import { context } from '@opentelemetry/api';
import { traceServerCall, type ServerCallTrace } from '../calls/server-call-trace.ts';
import { TracedServerMethod } from '../calls/traced-server-method.ts';

/**
 * Spans and metrics of the calls of a plain grpc-js server, and the span active in the handler, where
 * the API has a context manager. To be the first of the server's interceptors.
 */
export function createTracingServerInterceptor(): ServerInterceptor {
  const methods = new Map<string, TracedServerMethod>();
  return (definition, call) => {
    const { path } = definition;
    const method = methods.get(path) ?? new TracedServerMethod(path);
    methods.set(path, method);
    const begunAtMs = performance.now();
    let trace: ServerCallTrace | undefined;
    return new ServerInterceptingCall(call, {
      start(next) {
        next({
          onReceiveMetadata(metadata, pass) {
            trace = traceServerCall(method, metadata, begunAtMs);
            trace.from(() => call.getPeer());
            // grpc-js makes the handler's call object here: what it emits comes in this context.
            context.with(trace.context, pass, undefined, metadata);
          },
          onReceiveMessage(message, pass) {
            trace?.messageReceived(0);
            context.with(trace?.context ?? context.active(), pass, undefined, message);
          },
          onReceiveHalfClose(pass) {
            // And calls a unary handler here.
            context.with(trace?.context ?? context.active(), pass);
          },
          onCancel() {
            trace?.end(CANCELLED, 'cancelled', performance.now());
          },
        });
      },
      sendMessage(message, next) {
        trace?.messageSent(0);
        next(message);
      },
      sendStatus(status, next) {
        trace?.end(status.code, status.details ?? '', performance.now());
        next(status);
      },
    });
  };
}

const CANCELLED = 1;
