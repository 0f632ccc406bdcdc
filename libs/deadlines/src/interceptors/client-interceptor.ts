import {
  InterceptingCall,
  type InterceptingListener,
  type Interceptor,
  type InterceptorOptions,
  type Metadata,
  status,
  type StatusObject,
} from '@grpc/grpc-js';
import type { CallScope, ScopeFollower } from '../call-scope.ts';
import { findObstacle } from '../obstacle.ts';
import { areRetriesSpent } from '../retry-pushback.ts';
import { findScope, runInScope } from '../scope-storage.ts';
import { type CallBelow, createRefusedCall } from './refused-call.ts';

type MessageContext = Parameters<InterceptingCall['sendMessageWithContext']>[0];

/**
 * For calls of plain grpc-js: every call made while serving inherits what is left, less the margin,
 * and the headers; it is cancelled with the call being served. Calls outside any scope are left as
 * they are. Its callbacks run in the scope that the call was made in.
 */
export function createDeadlineInterceptor(): Interceptor {
  return (options, nextCall) => {
    const scope = findScope();
    return new InheritingCall(openCall(scope, options, nextCall), scope);
  };
}

function openCall(
  scope: CallScope | undefined,
  options: InterceptorOptions,
  nextCall: Parameters<Interceptor>[1],
): CallBelow {
  if (scope === undefined) return nextCall(options);
  // grpc-js counts deadlines on the wall clock.
  const nowMs = Date.now();
  const ownMs = Number(options.deadline ?? Infinity) - nowMs;
  const leftMs = scope.limitTimeoutMs(Infinity);
  const obstacle = findObstacle(scope);
  if (obstacle !== undefined) return createRefusedCall(obstacle.code, obstacle.details);
  return nextCall(leftMs < ownMs ? { ...options, deadline: nowMs + leftMs } : options);
}

class InheritingCall extends InterceptingCall implements ScopeFollower {
  readonly #scope: CallScope | undefined;

  constructor(below: CallBelow, scope: CallScope | undefined) {
    super(below);
    this.#scope = scope;
  }

  override start(metadata: Metadata, listener: Partial<InterceptingListener> = {}): void {
    const scope = this.#scope;
    super.start(scope?.decorate(metadata) ?? metadata, new ScopedListener(listener, scope, this));
    scope?.follow(this);
  }

  override sendMessageWithContext(context: MessageContext, message: unknown): void {
    const { callback } = context;
    if (callback === undefined) {
      super.sendMessageWithContext(context, message);
      return;
    }
    const written: typeof callback = (error) => runInScope(this.#scope, callback, error);
    super.sendMessageWithContext({ ...context, callback: written }, message);
  }

  onScopeAborted(reason: Error): void {
    this.cancelWithStatus(status.CANCELLED, `the call being served is over: ${reason.message}`);
  }
}

/**
 * Tells a listener in the scope of its call. Without this it would run in that of another: a call
 * that waits for a connection goes on where that connection was asked for.
 */
class ScopedListener implements InterceptingListener {
  readonly #listener: Partial<InterceptingListener>;
  readonly #scope: CallScope | undefined;
  readonly #call: InheritingCall;

  constructor(
    listener: Partial<InterceptingListener>,
    scope: CallScope | undefined,
    call: InheritingCall,
  ) {
    this.#listener = listener;
    this.#scope = scope;
    this.#call = call;
  }

  onReceiveMetadata(metadata: Metadata): void {
    runInScope(this.#scope, tellMetadata, this.#listener, metadata);
  }

  onReceiveMessage(message: unknown): void {
    runInScope(this.#scope, tellMessage, this.#listener, message);
  }

  onReceiveStatus(end: StatusObject): void {
    const scope = this.#scope;
    if (scope !== undefined) {
      scope.unfollow(this.#call);
      if (areRetriesSpent(end.code, end.metadata)) scope.retriesSpent = true;
    }
    runInScope(scope, tellStatus, this.#listener, end);
  }
}

// Functions of their own, so that nothing is allocated to call them.
const tellMetadata = (listener: Partial<InterceptingListener>, metadata: Metadata): void =>
  listener.onReceiveMetadata?.(metadata);
const tellMessage = (listener: Partial<InterceptingListener>, message: unknown): void =>
  listener.onReceiveMessage?.(message);
const tellStatus = (listener: Partial<InterceptingListener>, end: StatusObject): void =>
  listener.onReceiveStatus?.(end);
