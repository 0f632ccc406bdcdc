import { findScope } from '@ballast/deadlines';
import { internal } from '@ballast/status';
import type { CallOptions } from './call-options.ts';
import type { PreparedMethod } from './prepared-method.ts';
import { sendAll } from './request-pump.ts';
import type { Requests } from './request-pump.ts';
import { RunningCall } from './running-call.ts';
import type { CallListener } from './running-call.ts';

/** One request, one answer. */
export function callUnary(
  method: PreparedMethod,
  request: unknown,
  options: CallOptions,
): Promise<unknown> {
  return waitForAnswer(options, (call) => {
    call.start(method);
    call.send(request);
    call.halfClose();
  });
}

/** A stream of requests, one answer. */
export function callClientStream(
  method: PreparedMethod,
  requests: Requests,
  options: CallOptions,
): Promise<unknown> {
  let stop: (() => void) | undefined;
  return waitForAnswer(
    options,
    (call) => {
      call.start(method);
      stop = sendAll(call, requests);
    },
    () => stop?.(),
  );
}

function waitForAnswer(
  options: CallOptions,
  begin: (call: RunningCall) => void,
  onEnd?: () => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let answer: unknown;
    const listener: CallListener = {
      onMessage: (message) => {
        answer = message;
      },
      onEnd: (failure) => {
        onEnd?.();
        if (failure !== undefined) reject(failure);
        else if (answer === undefined)
          reject(internal('the server ended the call without an answer'));
        else resolve(answer);
      },
    };
    begin(new RunningCall(options, listener, findScope()));
  });
}
