// A real RetryingCall of grpc-js over attempts that a test ends by hand, with vitest's clock: so that
// what is read when is grpc-js's own doing, and thousands of pauses take no time.
import { createRequire } from 'node:module';
import { Metadata, status } from '@grpc/grpc-js';
import type * as RetryingCallModule from '@grpc/grpc-js/build/src/retrying-call.js';
import { vi } from 'vitest';
import type { Steering } from '../src/index.ts';
import { unaryPath } from './steered-client.ts';

const require = createRequire(import.meta.url);
const { MessageBufferTracker, RetryingCall } =
  require('@grpc/grpc-js/build/src/retrying-call.js') as typeof RetryingCallModule;

type CallConfig = ReturnType<Steering['configSelector']['invoke']>;

/** One attempt of the call, as the load balancer would see it. */
export interface Attempt {
  /** When it began, on the fake clock. */
  readonly begunAtMs: number;
  /** Undefined while it is under way. */
  readonly outcome: 'ended' | 'cancelled' | undefined;
  end(code: status, pushbackMs?: number): void;
}

interface ChildListener {
  onReceiveStatus(end: object): void;
}

export class DrivenCall {
  readonly attempts: Attempt[] = [];
  /** Every status that the call has reported. */
  readonly ends: status[] = [];
  #isCancelled = false;
  readonly #call: RetryingCallModule.RetryingCall;

  constructor(steering: Steering, metadata = new Metadata()) {
    const config = steering.configSelector.invoke(unaryPath, metadata, 0);
    const channel = {
      getOptions: () => ({}),
      createLoadBalancingCall: () => this.#createAttempt(config),
    };
    const buffer = new MessageBufferTracker(1 << 20, 1 << 20);
    this.#call = new RetryingCall(
      channel as never,
      config,
      unaryPath,
      'host',
      undefined as never,
      Infinity,
      1,
      buffer,
      undefined,
    );
    this.#call.start(metadata, {
      onReceiveMetadata: () => undefined,
      onReceiveMessage: () => undefined,
      onReceiveStatus: ({ code }) => this.ends.push(code),
    });
  }

  get lastAttempt(): Attempt {
    return this.attempts.at(-1)!;
  }

  get cancelledCount(): number {
    return this.attempts.filter(({ outcome }) => outcome === 'cancelled').length;
  }

  /** Attempts cancelled in favour of another one, or beyond the one that its caller gave up. */
  get losers(): number {
    return Math.max(0, this.cancelledCount - (this.#isCancelled ? 1 : 0));
  }

  cancel(): void {
    this.#isCancelled ||= this.ends.length === 0;
    this.#call.cancelWithStatus(status.CANCELLED, 'by the test');
  }

  #createAttempt(config: CallConfig) {
    let listener: ChildListener | undefined;
    const attempt: { -readonly [Key in keyof Attempt]: Attempt[Key] } = {
      begunAtMs: vi.getMockedSystemTime()!.getTime(),
      outcome: undefined,
      end: (code, pushbackMs) => {
        const metadata = new Metadata();
        if (pushbackMs !== undefined) metadata.set('grpc-retry-pushback-ms', `${pushbackMs}`);
        attempt.outcome = 'ended';
        listener!.onReceiveStatus({ code, details: '', metadata, progress: 'PROCESSED' });
      },
    };
    return {
      // As LoadBalancingCall does it in `doPick`.
      start: (_metadata: Metadata, given: ChildListener) => {
        listener = given;
        void config.pickInformation;
        this.attempts.push(attempt);
      },
      cancelWithStatus: (code: status, details: string) => {
        if (attempt.outcome !== undefined) return;
        attempt.outcome = 'cancelled';
        listener!.onReceiveStatus({
          code,
          details,
          metadata: new Metadata(),
          progress: 'PROCESSED',
        });
      },
      getCallNumber: () => 1,
      startRead: () => undefined,
      sendMessageWithContext: () => undefined,
      halfClose: () => undefined,
    } as never;
  }
}

/** Uniform in [0, 1), the same every time (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
