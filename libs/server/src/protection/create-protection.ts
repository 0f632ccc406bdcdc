import type { Admission } from '@ballast/admission';
import type { LoadMeter } from '@ballast/balancing';
import type { FaultSet } from '@ballast/faults';
import type {
  ServerInterceptingCall,
  ServerInterceptingCallInterface,
  ServerInterceptor,
} from '@grpc/grpc-js';
import { gzipResponses, isGzipped } from '../compression/gzip-responses.ts';
import type { CallObserver } from './call-observer.ts';
import { ProtectedCall } from './protected-call.ts';

export interface ProtectionParts {
  readonly observer?: CallObserver | undefined;
  readonly meter: LoadMeter;
  readonly faults?: { readonly set: FaultSet; readonly interceptor: ServerInterceptor } | undefined;
  readonly admission: Admission | undefined;
}

/**
 * All that stands between the wire and a program's own interceptors, in the order of ADR 007. What
 * has nothing to do for a call is not there for it: gzip for callers that do not compress, faults
 * while none is set.
 */
export function createProtection(parts: ProtectionParts): ServerInterceptor {
  const { observer, meter, admission, faults } = parts;
  const all = { observer, meter, admission };
  // Admission must not take an injected pause for a server that is too slow.
  const outside = { observer, meter };
  return (method, wire) => {
    const call = isGzipped(wire) ? gzipResponses(method, wire) : wire;
    if (faults === undefined || faults.set.isEmpty)
      return asClass(new ProtectedCall(all, method, call));
    const observed = new ProtectedCall(outside, method, call);
    const onRefused = (reason: string): void => observed.refused(reason);
    const faulty = faults.interceptor(method, asClass(observed));
    return asClass(new ProtectedCall({ admission, onRefused }, method, faulty));
  };
}

/** The class is what grpc-js's type says, the interface is what it uses. */
const asClass = (call: ServerInterceptingCallInterface) => call as ServerInterceptingCall;
