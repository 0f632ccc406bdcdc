import { InterceptingCall, type Interceptor, type Listener, type Requester } from '@grpc/grpc-js';
import { traceClientCall } from '../calls/client-call-trace.ts';
import { TracedClientMethod } from '../calls/traced-client-method.ts';

export interface TracingInterceptorOptions {
  /** What the channel was made with, for `grpc.target`. Default: ''. */
  readonly target?: string | undefined;
}

/**
 * Spans and metrics of the calls of a plain grpc-js client. To be the outermost. Attempts are seen
 * where the channel's balancer tells of them (`attemptObserver`); else a call has one span. An
 * interceptor sees messages before they are bytes: sizes are told as 0.
 */
export function createTracingInterceptor({
  target = '',
}: TracingInterceptorOptions = {}): Interceptor {
  const methods = new Map<string, TracedClientMethod>();
  return (options, nextCall) => {
    const { path } = options.method_definition;
    const method = methods.get(path) ?? new TracedClientMethod(path, target);
    methods.set(path, method);
    const call = traceClientCall(method);
    const requester: Requester = {
      start(metadata, _listener, next) {
        const own = metadata.clone();
        own.setOptions({ ...metadata.getOptions() });
        call.decorate(own);
        const listener: Listener = {
          onReceiveMessage(message, pass) {
            if (message !== null) call.messageReceived(0);
            pass(message);
          },
          onReceiveStatus(status, pass) {
            call.end(status.code, status.details, performance.now());
            pass(status);
          },
        };
        next(own, listener);
      },
      sendMessage(message, next) {
        call.messageSent(0);
        next(message);
      },
    };
    return new InterceptingCall(nextCall(options), requester);
  };
}
