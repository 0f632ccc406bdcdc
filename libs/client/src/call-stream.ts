import { findScope } from '@ballast/deadlines';
import { findTraceContext } from '@ballast/tracing';
import type { CallOptions } from './call-options.ts';
import type { PreparedMethod } from './prepared-method.ts';
import { sendAll } from './request-pump.ts';
import type { Requests } from './request-pump.ts';
import { ResponseStream } from './response-stream.ts';
import { RunningCall } from './running-call.ts';

/** One request, a stream of answers. */
export function callServerStream(
  method: PreparedMethod,
  request: unknown,
  options: CallOptions,
): ResponseStream {
  // The call belongs to where it was asked for, whoever reads it.
  const scope = findScope();
  const context = findTraceContext();
  return new ResponseStream(
    (listener) => {
      const call = new RunningCall(options, listener, scope, context);
      call.start(method);
      call.send(request);
      call.halfClose();
      return call;
    },
    () => undefined,
  );
}

/** A stream of requests, a stream of answers. */
export function callBidi(
  method: PreparedMethod,
  requests: Requests,
  options: CallOptions,
): ResponseStream {
  const scope = findScope();
  const context = findTraceContext();
  let stop: (() => void) | undefined;
  return new ResponseStream(
    (listener) => {
      const call = new RunningCall(options, listener, scope, context);
      call.start(method);
      stop = sendAll(call, requests);
      return call;
    },
    () => stop?.(),
  );
}
