import { InterceptingCall, status } from '@grpc/grpc-js';
import type { Interceptor, Listener, Metadata, Requester } from '@grpc/grpc-js';
import { markDeadline } from './calls/deadline-mark.ts';
import type { Steering } from './steering.ts';

/**
 * Tells the steering what it cannot see from within the channel: how long calls take, and their
 * deadlines. For response streams, what counts is the time to their headers. To be the innermost.
 */
export function createSteeringInterceptor(steering: Steering): Interceptor {
  return (options, nextCall) => {
    const { path, responseStream } = options.method_definition;
    const observe = (startedMs: number, code: status): void =>
      steering.observe(path, performance.now() - startedMs, code);
    const requester: Requester = {
      start(metadata, _listener, next) {
        const startedMs = performance.now();
        let isObserved = false;
        const listener: Listener = {
          onReceiveMetadata(headers, pass) {
            if (responseStream) observe(startedMs, status.OK);
            isObserved = responseStream;
            pass(headers);
          },
          onReceiveStatus(end, pass) {
            if (!isObserved) observe(startedMs, end.code);
            pass(end);
          },
        };
        next(withDeadline(metadata, options.deadline), listener);
      },
    };
    return new InterceptingCall(nextCall(options), requester);
  };
}

function withDeadline(metadata: Metadata, deadline: Date | number | undefined): Metadata {
  if (deadline === undefined || deadline === Infinity) return metadata;
  // The caller may use the same one for other calls.
  const own = metadata.clone();
  markDeadline(own, Number(deadline));
  return own;
}
