import { Metadata, ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import {
  type AnswerMargin,
  type AnswerMarginOptions,
  resolveAnswerMargin,
} from '../answer-margin.ts';
import { callerGone, timeUp } from '../call-ended-error.ts';
import { readCriticality, readIsRetry } from '../call-headers.ts';
import { CallScope } from '../call-scope.ts';
import { forbidRetry, mustForbidRetry } from '../retry-pushback.ts';
import { runInScope } from '../scope-storage.ts';

// Not exported by name.
type Below = ConstructorParameters<typeof ServerInterceptingCall>[0];
type Listener = Parameters<ServerInterceptingCall['start']>[0];
type PartialStatus = Parameters<ServerInterceptingCall['sendStatus']>[0];

/**
 * For servers of plain grpc-js: opens a scope for each call, in which its handler and the listeners
 * of its streams run.
 *
 * @throws RangeError for an option out of its range.
 */
export function createDeadlineServerInterceptor(
  options: AnswerMarginOptions = {},
): ServerInterceptor {
  const margin = resolveAnswerMargin(options);
  return (_method, call) => new ScopedCall(call, margin);
}

// The caller's own timer fires first, and its RST_STREAM is here before our timer: a call that is
// reset this close to its deadline has run out of time.
const deadlineSlackMs = 50;

class ScopedCall extends ServerInterceptingCall {
  readonly #margin: AnswerMargin;
  #scope: CallScope | undefined;
  #isAnswered = false;

  constructor(below: Below, margin: AnswerMargin) {
    super(below);
    this.#margin = margin;
  }

  override start(listener: Listener): void {
    super.start(new ScopedListener(listener, this));
  }

  override sendStatus(status: PartialStatus): void {
    this.#isAnswered = true;
    const scope = this.#scope;
    if (scope === undefined || !mustForbidRetry(scope, status.code)) {
      super.sendStatus(status);
      return;
    }
    const metadata = status.metadata?.clone() ?? new Metadata();
    forbidRetry(metadata);
    super.sendStatus({ ...status, metadata });
  }

  openScope(metadata: Metadata): CallScope {
    // grpc-js keeps a wall-clock time; from here on it counts on the clock that never jumps.
    const budgetMs = Number(this.getDeadline()) - Date.now();
    const criticality = readCriticality(metadata);
    const isRetry = readIsRetry(metadata);
    this.#scope = new CallScope({ budgetMs, criticality, isRetry }, this.#margin);
    return this.#scope;
  }

  /** Also told after an ordinary end, when nobody waits for anything. */
  end(): void {
    const scope = this.#scope;
    if (scope === undefined || this.#isAnswered) return;
    scope.abort(scope.timeLeftMs() <= deadlineSlackMs ? timeUp() : callerGone());
  }
}

/** What grpc-js tells the handler, told in the scope of the call. */
class ScopedListener implements Listener {
  readonly #listener: Listener;
  readonly #call: ScopedCall;
  #scope: CallScope | undefined;

  constructor(listener: Listener, call: ScopedCall) {
    this.#listener = listener;
    this.#call = call;
  }

  onReceiveMetadata(metadata: Metadata): void {
    this.#scope = this.#call.openScope(metadata);
    runInScope(this.#scope, tellMetadata, this.#listener, metadata);
  }

  onReceiveMessage(message: unknown): void {
    runInScope(this.#scope, tellMessage, this.#listener, message);
  }

  onReceiveHalfClose(): void {
    runInScope(this.#scope, tellHalfClose, this.#listener);
  }

  onCancel(): void {
    this.#call.end();
    runInScope(this.#scope, tellCancel, this.#listener);
  }
}

// Functions of their own, so that nothing is allocated to call them.
const tellMetadata = (listener: Listener, metadata: Metadata): void =>
  listener.onReceiveMetadata(metadata);
const tellMessage = (listener: Listener, message: unknown): void =>
  listener.onReceiveMessage(message);
const tellHalfClose = (listener: Listener): void => listener.onReceiveHalfClose();
const tellCancel = (listener: Listener): void => listener.onCancel();
