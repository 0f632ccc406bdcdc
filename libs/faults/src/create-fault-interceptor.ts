import {
  Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { type CallControls, FaultyCall } from './faulty-call.ts';
import type { Criticality } from './fault.ts';
import type { FaultSet } from './fault-set.ts';
import { corruptMessages, cutConnection, findStream } from './http2-stream.ts';

export interface FaultInterceptorOptions {
  /**
   * Bytes of the trailer `grpc-status-details-bin` of a call that a fault fails, so that callers can
   * tell an injected failure from a true one. Default: no such trailer.
   */
  readonly encodeDetails?: ((failure: InjectedFailure) => Uint8Array) | undefined;
}

export interface InjectedFailure {
  readonly code: number;
  readonly message: string;
  /** For `google.rpc.ErrorInfo`. */
  readonly reason: 'FAULT_INJECTED';
}

/**
 * Makes a server's calls suffer what is in `faults`. Put it behind whatever measures the server's load
 * and before whatever protects it.
 */
export function createFaultInterceptor(
  faults: FaultSet,
  options: FaultInterceptorOptions = {},
): ServerInterceptor {
  return (method, call) => {
    // grpc-js asks for no more than the interface.
    if (faults.isEmpty) return call as ServerInterceptingCall;
    let faulty: FaultyCall | undefined;
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, serve) => {
            const hits = faults.choose({
              path: method.path,
              criticality: criticalityOf(metadata),
            });
            if (hits.length === 0) serve(metadata);
            else {
              faulty = new FaultyCall(faults, hits, controlsOf(call, options));
              void faulty.begin(() => serve(metadata));
            }
          },
          onReceiveMessage: (message, pass) => {
            if (faulty === undefined) pass(message);
            else void faulty.delayMessage(() => pass(message));
          },
          onCancel: () => faulty?.gone(),
        }),
      sendMessage: (message, pass) => {
        if (faulty === undefined) pass(message);
        else faulty.sendMessage(() => pass(message));
      },
    });
  };
}

function controlsOf(
  call: ServerInterceptingCallInterface,
  { encodeDetails }: FaultInterceptorOptions,
): CallControls {
  return {
    fail(code, message) {
      const metadata = new Metadata();
      if (encodeDetails !== undefined) {
        const details = encodeDetails({ code, message, reason: 'FAULT_INJECTED' });
        metadata.set('grpc-status-details-bin', Buffer.from(details));
      }
      call.sendStatus({ code, details: message, metadata });
    },
    cut: () => cutConnection(findStream(call)),
    corrupt: () => corruptMessages(findStream(call)),
  };
}

function criticalityOf(metadata: Metadata): Criticality {
  const [value] = metadata.get('ballast-criticality');
  return value === 'critical' || value === 'sheddable' ? value : 'default';
}
