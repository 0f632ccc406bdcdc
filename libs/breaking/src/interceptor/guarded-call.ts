import { Metadata, status } from '@grpc/grpc-js';
import { markRefused } from '../guard/refused-error.ts';
import type { Guard } from '../guard/guard.ts';
import type { Permit } from '../guard/permit.ts';
import type { Refusal } from '../guard/refusal.ts';
import type { TurnListener, Waiting } from '../guard/waiting.ts';
import type {
  InterceptingListener,
  InterceptorOptions,
  NextCall,
  StatusObject,
} from '@grpc/grpc-js';

type NextInterceptingCall = ReturnType<NextCall>;
type MessageContext = Parameters<NextInterceptingCall['sendMessageWithContext']>[0];

/**
 * A call under a guard. The call below it is made only once it is let through; what is asked of it
 * before waits with it.
 */
export class GuardedCall implements NextInterceptingCall, InterceptingListener, TurnListener {
  private readonly guard: Guard;
  private readonly options: InterceptorOptions;
  private readonly nextCall: NextCall;
  private metadata: Metadata | undefined;
  private listener: Partial<InterceptingListener> = {};
  private next: NextInterceptingCall | undefined;
  private permit: Permit | undefined;
  private waiting: Waiting | undefined;
  private hasEnded = false;
  private postponed: ((next: NextInterceptingCall) => void)[] = [];

  constructor(guard: Guard, options: InterceptorOptions, nextCall: NextCall) {
    this.guard = guard;
    this.options = options;
    this.nextCall = nextCall;
  }

  start(metadata: Metadata, listener: Partial<InterceptingListener> = {}): void {
    this.metadata = metadata;
    this.listener = listener;
    const nowMs = performance.now();
    const entry = this.guard.tryEnter(nowMs);
    if (entry.kind !== 'waiting') {
      this.onTurn(entry);
      return;
    }
    this.waiting = entry;
    entry.wait(this, nowMs, timeLeft(this.options.deadline));
  }

  onTurn(entry: Permit | Refusal): void {
    if (entry.kind === 'refused') {
      this.refuse(entry);
      return;
    }
    this.permit = entry;
    try {
      this.next = this.nextCall(this.options);
    } catch (error) {
      this.giveBack(entry, error);
      return;
    }
    this.next.start(this.metadata!, this);
    for (const action of this.postponed) action(this.next);
    this.postponed = [];
  }

  sendMessageWithContext(context: MessageContext, message: unknown): void {
    this.act((next) => next.sendMessageWithContext(context, message));
  }

  sendMessage(message: unknown): void {
    this.sendMessageWithContext({}, message);
  }

  startRead(): void {
    this.act((next) => next.startRead());
  }

  halfClose(): void {
    this.act((next) => next.halfClose());
  }

  cancelWithStatus(code: status, details: string): void {
    if (this.next !== undefined) this.next.cancelWithStatus(code, details);
    else this.endLater({ code, details, metadata: new Metadata() });
  }

  getPeer(): string {
    return this.next?.getPeer() ?? 'unknown';
  }

  getAuthContext(): ReturnType<NextInterceptingCall['getAuthContext']> {
    return this.next?.getAuthContext() ?? null;
  }

  onReceiveMetadata(metadata: Metadata): void {
    this.listener.onReceiveMetadata?.(metadata);
  }

  onReceiveMessage(message: unknown): void {
    this.permit?.firstMessage(performance.now());
    this.listener.onReceiveMessage?.(message);
  }

  onReceiveStatus(ended: StatusObject): void {
    this.permit?.end(ended.code, performance.now());
    this.listener.onReceiveStatus?.(ended);
  }

  /** A closed channel throws. Who starts the call sees that; who has waited must be told. */
  private giveBack(permit: Permit, error: unknown): void {
    permit.end(status.CANCELLED, performance.now());
    if (this.waiting === undefined) throw error;
    const details = error instanceof Error ? error.message : String(error);
    this.endLater({ code: status.UNAVAILABLE, details, metadata: new Metadata() });
  }

  private act(action: (next: NextInterceptingCall) => void): void {
    if (this.next !== undefined) action(this.next);
    else if (!this.hasEnded) this.postponed.push(action);
  }

  private refuse(refusal: Refusal): void {
    const metadata = new Metadata();
    markRefused(metadata, refusal);
    this.endLater({ code: status.UNAVAILABLE, details: refusal.details, metadata });
  }

  /** Never while the caller is still starting the call: grpc-js's own calls end later, too. */
  private endLater(ended: StatusObject): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.waiting?.cancel();
    this.postponed = [];
    process.nextTick(() => this.listener.onReceiveStatus?.(ended));
  }
}

function timeLeft(deadline: InterceptorOptions['deadline']): number {
  if (deadline === undefined) return Infinity;
  return Number(deadline) - Date.now();
}
