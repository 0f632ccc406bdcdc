import { Metadata, ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';
import { callVerdict } from '../seam/call-verdict.ts';
import { eventLoopUtilizationReader, LoadMeter } from './load-meter.ts';
import { LOAD_REPORT_TRAILER, type LoadReport } from './load-report.ts';

export interface LoadReporterOptions {
  /**
   * How busy the application is, 0–1 and above where it is overloaded; read at most ten times a
   * second. Default: the event loop's utilization.
   */
  readonly readUtilization?: () => number;
}

export interface LoadReporter {
  /** For the server's `interceptors`; the outermost sees the whole time of a call. */
  readonly interceptor: ServerInterceptor;
  /** What the next trailer would say. */
  report(): LoadReport;
}

/**
 * Tells callers in the trailers of every answer how busy the server is (gRFC A51): calls in flight
 * and their latency for `ballast`, rate and utilization for anybody's weighted_round_robin. Calls
 * that answer with a stream are told of as well, but not counted: an open stream is no load.
 */
export function createLoadReporter(options: LoadReporterOptions = {}): LoadReporter {
  const meter = new LoadMeter(options.readUtilization ?? eventLoopUtilizationReader());

  const interceptor: ServerInterceptor = (method, call) => {
    const startedMs = performance.now();
    let isCounted = false;
    const end = (code: status) => {
      if (!isCounted) return;
      isCounted = false;
      const nowMs = performance.now();
      const tookMs = code === status.CANCELLED ? NaN : nowMs - startedMs;
      meter.ended(tookMs, callVerdict(code) === 'failure', nowMs);
    };
    return new ServerInterceptingCall(call, {
      start: (next) => {
        isCounted = !method.responseStream;
        if (isCounted) meter.started();
        next({ onCancel: () => end(status.CANCELLED) });
      },
      sendStatus: (ended, next) => {
        end(ended.code);
        const metadata = ended.metadata ?? new Metadata();
        metadata.set(LOAD_REPORT_TRAILER, meter.encode(performance.now()));
        next({ ...ended, metadata });
      },
    });
  };
  return { interceptor, report: () => meter.report(performance.now()) };
}
