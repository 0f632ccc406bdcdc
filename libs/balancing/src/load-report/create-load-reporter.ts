import { Metadata, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';
import { createLoadMeter, type LoadMeter, type LoadMeterOptions } from './load-meter.ts';
import { LOAD_REPORT_TRAILER } from './load-report.ts';

export interface LoadReporter {
  /** For the server's `interceptors`; the outermost sees the whole time of a call. */
  readonly interceptor: ServerInterceptor;
  /** What counts the calls: the direct form, for servers that need no interceptor for it. */
  readonly meter: LoadMeter;
}

/**
 * Tells callers in the trailers of every answer how busy the server is (gRFC A51): calls in flight
 * and their latency for `ballast`, rate and utilization for anybody's weighted_round_robin. Calls
 * that answer with a stream are told of as well, but not counted: an open stream is no load.
 */
export function createLoadReporter(options: LoadMeterOptions = {}): LoadReporter {
  const meter = createLoadMeter(options);

  const interceptor: ServerInterceptor = (method, call) => {
    const startedMs = performance.now();
    let isCounted = false;
    const end = (code: status) => {
      if (!isCounted) return;
      isCounted = false;
      meter.ended(code, startedMs, performance.now());
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          // Not sooner: of a call that is reset before it is read, grpc-js tells nobody the end.
          onReceiveMetadata: (metadata, pass) => {
            isCounted = !method.responseStream;
            if (isCounted) meter.started();
            pass(metadata);
          },
          onCancel: () => end(status.CANCELLED),
        }),
      sendStatus: (ended, next) => {
        end(ended.code);
        const metadata = ended.metadata ?? new Metadata();
        metadata.set(LOAD_REPORT_TRAILER, meter.encode(performance.now()));
        next({ ...ended, metadata });
      },
    });
  };
  return { interceptor, meter };
}
