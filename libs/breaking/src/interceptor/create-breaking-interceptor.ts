import { GuardedCall } from './guarded-call.ts';
import type { MethodGuards } from '../guard/method-guards.ts';
import type { InterceptingCall, Interceptor } from '@grpc/grpc-js';

/**
 * A client interceptor of plain grpc-js under the guards of a dependency. Place it outside of what
 * repeats calls. A refused call ends with UNAVAILABLE, and its details say who refused it.
 */
export function createBreakingInterceptor(guards: MethodGuards): Interceptor {
  // grpc-js types the class where it means the interface: all it calls are the public methods.
  return (options, nextCall) =>
    new GuardedCall(
      guards.forMethod(options.method_definition),
      options,
      nextCall,
    ) as unknown as InterceptingCall;
}
