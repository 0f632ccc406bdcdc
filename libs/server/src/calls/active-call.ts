// One call from its first byte to its end, whichever of its ends comes first: the handler's answer
// or error, the caller's leaving, the deadline, or this server's.
import {
  CallScope,
  type Criticality,
  findCarried,
  forbidRetry,
  mustForbidRetry,
  readCriticality,
  readIsRetry,
} from '@ballast/deadlines';
import {
  cancelled,
  deadlineExceeded,
  type FieldViolation,
  isStatusError,
  type StatusError,
} from '@ballast/status';
import { Metadata } from '@grpc/grpc-js';
import type { CallContext } from '../call-context.ts';
import type { CallRegistry } from './call-registry.ts';
import type { CallWire } from './call-wire.ts';
import { isBug, statusOf } from './wire-status.ts';

type State =
  | { readonly kind: 'running' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'stopped'; readonly reason: StatusError };

const running: State = { kind: 'running' };
const settled: State = { kind: 'settled' };

export interface CallFacts {
  readonly path: string;
  readonly drain: 'end' | 'finish';
  readonly violationsOf: (request: object) => readonly FieldViolation[];
}

// The caller's own timer fires first, and its RST_STREAM is here before our timer: a call that is
// reset this close to its deadline has run out of time.
const deadlineSlackMs = 50;

export class ActiveCall implements CallContext {
  /** What calls made by the handler inherit; its signal is the handler's. */
  readonly scope: CallScope;
  readonly #facts: CallFacts;
  readonly #wire: CallWire;
  readonly #registry: CallRegistry;
  #state: State = running;
  // All three made when first asked for: most handlers of short calls never do.
  #stopListeners: (() => void)[] | undefined;
  #leaving: AbortController | undefined;
  #trailers: Metadata | undefined;

  constructor(facts: CallFacts, wire: CallWire, registry: CallRegistry) {
    this.#facts = facts;
    this.#wire = wire;
    this.#registry = registry;
    // grpc-js keeps a wall-clock time; from here on it counts on the clock that never jumps.
    const budgetMs = Number(wire.getDeadline()) - Date.now();
    const { metadata } = wire;
    const criticality = readCriticality(metadata);
    this.scope = new CallScope({ budgetMs, criticality, isRetry: readIsRetry(metadata) });
    // The handler is entered once: with its trace, if the call has one here.
    this.scope.carried = findCarried();
    registry.add(this);
  }

  get method(): string {
    return this.#facts.path;
  }

  get drain(): 'end' | 'finish' {
    return this.#facts.drain;
  }

  get metadata(): Metadata {
    return this.#wire.metadata;
  }

  get peer(): string {
    return this.#wire.getPeer();
  }

  get trailers(): Metadata {
    this.#trailers ??= new Metadata();
    return this.#trailers;
  }

  get signal(): AbortSignal {
    return this.scope.signal;
  }

  get criticality(): Criticality {
    return this.scope.criticality;
  }

  get draining(): AbortSignal {
    if (this.#leaving === undefined) {
      this.#leaving = new AbortController();
      if (this.#registry.draining) this.#leaving.abort();
    }
    return this.#leaving.signal;
  }

  timeLeftMs(): number {
    return this.scope.timeLeftMs();
  }

  sendHeaders(metadata: Metadata): void {
    this.#wire.sendMetadata(metadata);
  }

  violationsOf(request: object): readonly FieldViolation[] {
    return this.#facts.violationsOf(request);
  }

  /** Why nobody waits any more; undefined while somebody does. */
  get stopReason(): StatusError | undefined {
    return this.#state.kind === 'stopped' ? this.#state.reason : undefined;
  }

  /** Calls back once when the call is stopped from outside; at once where it has been. */
  onStop(listener: () => void): void {
    if (this.#state.kind === 'stopped') listener();
    else (this.#stopListeners ??= []).push(listener);
  }

  /** Tells the handler that the server leaves. */
  announceDrain(): void {
    this.#leaving?.abort();
  }

  /** The handler has answered. False where the call is over already, and there is nothing to send. */
  succeed(): boolean {
    return this.#settle(settled);
  }

  /** What the handler adds to its answer; undefined where it added nothing. */
  get addedTrailers(): Metadata | undefined {
    return this.#trailers;
  }

  /** The caller has gone, or its time is up. Also told after an ordinary end, when nothing happens. */
  callerGone(): void {
    if (this.#state.kind === 'running') this.stop(this.#goneBecause(), { tell: false });
  }

  /** The handler has failed: its caller is told, and the log where it is a bug. */
  fail(error: unknown): void {
    const { logger } = this.#registry;
    if (!this.#settle(settled)) {
      logger.debug({ method: this.method, error }, 'a handler failed after its call was over');
      return;
    }
    const { status, reference } = statusOf(error, this.#trailers);
    if (mustForbidRetry(this.scope, status.code)) forbidRetry(status.metadata);
    if (isBug(error)) {
      const stated = isStatusError(error) ? {} : { reference };
      logger.error({ method: this.method, ...stated, error }, 'a handler failed');
    }
    this.#wire.sendStatus(status);
  }

  /** Ends the call from outside; `tell`: its caller is sent the reason. */
  stop(reason: StatusError, { tell }: { tell: boolean }): void {
    if (!this.#settle({ kind: 'stopped', reason })) return;
    this.scope.abort(reason);
    if (tell) this.#wire.sendStatus(statusOf(reason, this.#trailers).status);
    const listeners = this.#stopListeners ?? [];
    this.#stopListeners = undefined;
    for (const listener of listeners) listener();
  }

  #settle(state: State): boolean {
    if (this.#state.kind !== 'running') return false;
    this.#state = state;
    this.#registry.delete(this);
    return true;
  }

  #goneBecause(): StatusError {
    return this.timeLeftMs() <= deadlineSlackMs
      ? deadlineExceeded('the deadline of the call has passed')
      : cancelled('the caller has gone');
  }
}
