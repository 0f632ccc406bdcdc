import { CircuitState } from 'cockatiel';
import { OutcomeWindow } from '../window/outcome-window.ts';
import { breakerStateName } from './breaker-state.ts';
import { CockatielCircuit } from './cockatiel-circuit.ts';
import { Trial } from './trial.ts';
import { judgeTrial, judgeWindow, openDuration } from './verdict.ts';
import type { BreakerState, BreakerStateName, OpenReason } from './breaker-state.ts';
import type { CircuitOwner } from './cockatiel-circuit.ts';
import type { ResolvedBreakerOptions } from './breaker-options.ts';

/** A change of state, as it happens. */
export interface BreakerChange {
  readonly from: BreakerStateName;
  readonly to: BreakerStateName;
  /** What it had counted; of `open` alone. */
  readonly reason: OpenReason | undefined;
}

/** What a breaker must remember of a call that it let through. */
export interface BreakerTicket {
  epoch: number;
}

/**
 * The breaker of one method. Counting and refusing are immediate and cost no promise; the states and
 * the moves between them are cockatiel's. Times are monotonic milliseconds that callers bring along.
 */
export class Breaker implements CircuitOwner {
  options: ResolvedBreakerOptions;
  state: BreakerState = { kind: 'closed' };
  readonly window: OutcomeWindow;
  /** How often it opened. */
  opened = 0;
  private readonly isStream: boolean;
  private readonly random: () => number;
  private readonly onChange: (change: BreakerChange) => void;
  private readonly circuit: CockatielCircuit;
  /** Of which turn of states a call is: one that began in an earlier turn says nothing of this one. */
  private epoch = 0;
  private reported: BreakerStateName = 'closed';
  /** When a trial was last due because the dependency seemed to be back. */
  private hastenedMs = -Infinity;
  private pauseMs = 0;
  private isResetting = false;

  constructor(
    options: ResolvedBreakerOptions,
    isStream: boolean,
    random: () => number,
    onChange: (change: BreakerChange) => void,
  ) {
    this.options = options;
    this.isStream = isStream;
    this.random = random;
    this.onChange = onChange;
    this.window = new OutcomeWindow(options.windowMs);
    this.circuit = new CockatielCircuit(this);
  }

  get wantsToOpen(): boolean {
    return this.state.kind === 'opening';
  }

  /** May a call enter now? Asking changes nothing that matters to another call. */
  admits(nowMs: number): boolean {
    const { state } = this;
    switch (state.kind) {
      case 'closed':
      case 'closing':
        return true;
      case 'open':
        return nowMs >= state.dueMs;
      case 'half-open':
        if (!state.trial.hasRoom) this.hurry(state.trial, nowMs);
        return this.state === state ? state.trial.hasRoom : this.admits(nowMs);
      case 'opening':
      case 'isolated':
        return false;
      default:
        return state satisfies never;
    }
  }

  /** A call enters, which `admits` has just allowed. */
  enter(ticket: BreakerTicket, nowMs: number): void {
    if (this.state.kind === 'open') this.beginTrial(this.state.reason);
    ticket.epoch = this.epoch;
    if (this.state.kind === 'half-open') this.state.trial.take(nowMs);
  }

  /** A call has shown what became of it. */
  record(ticket: BreakerTicket, failed: boolean, slow: boolean, nowMs: number): void {
    if (ticket.epoch !== this.epoch) return;
    const { state } = this;
    if (state.kind === 'half-open') {
      state.trial.count(failed, slow);
      this.decideTrial(state.trial, nowMs);
      return;
    }
    this.window.record(nowMs, failed, slow);
    if (state.kind !== 'closed') return;
    const cause = judgeWindow(this.window, this.options);
    if (cause === undefined) return;
    const reason = { cause, counts: copyCounts(this.window), ofTrial: false };
    this.startTurn({ kind: 'opening', atMs: nowMs, reason });
    this.circuit.open(new Error(`opens for ${cause}`));
  }

  /** A call has ended that says nothing about the dependency. */
  forget(ticket: BreakerTicket): void {
    if (ticket.epoch !== this.epoch || this.state.kind !== 'half-open') return;
    this.state.trial.putBack();
  }

  /** In how many milliseconds it is worth asking again. */
  findRetryAfterMs(nowMs: number): number {
    if (this.state.kind === 'open') return Math.max(0, this.state.dueMs - nowMs);
    if (this.state.kind === 'isolated') return this.options.maxOpenDurationMs;
    return this.options.openDurationMs;
  }

  /**
   * The dependency seems to be back: an open breaker tries it now. A trial that failed while nobody was
   * there says nothing of who is there now. Those that begin by this stay openDurationMs apart, or a
   * connection that comes and goes would undo the growing pauses.
   */
  healthy(nowMs: number): void {
    if (this.state.kind !== 'open') return;
    const soonestMs = Math.max(nowMs, this.hastenedMs + this.options.openDurationMs);
    if (soonestMs >= this.state.dueMs) return;
    this.state.dueMs = soonestMs;
    this.hastenedMs = soonestMs;
  }

  isolate(why: string): void {
    this.startTurn({ kind: 'isolated', why });
    this.circuit.isolate();
    this.report();
  }

  release(): void {
    if (this.state.kind === 'isolated') this.close();
  }

  /** Closes it and forgets what it has counted. An isolated one stays isolated. */
  reset(): void {
    if (this.state.kind !== 'isolated') this.close();
  }

  /** Other options from now on. What was counted stays; so does the state. */
  update(options: ResolvedBreakerOptions, nowMs: number): void {
    const { windowMs } = this.options;
    this.options = options;
    if (options.windowMs !== windowMs) this.window.resize(options.windowMs, nowMs);
    if (this.state.kind !== 'open') return;
    const latestMs = this.state.sinceMs + options.maxOpenDurationMs;
    this.state.dueMs = Math.min(this.state.dueMs, latestMs);
  }

  onPause(attempt: number): void {
    this.pauseMs = openDuration(attempt, this.options, this.random());
  }

  onMove(moved: CircuitState): void {
    if (this.isResetting) return;
    const { state } = this;
    if (moved === CircuitState.Open && state.kind === 'opening') {
      const { atMs, reason } = state;
      this.state = { kind: 'open', sinceMs: atMs, dueMs: atMs + this.pauseMs, reason };
      this.opened++;
    } else if (moved === CircuitState.Closed) {
      this.state = { kind: 'closed' };
    }
    this.report();
  }

  private beginTrial(reason: OpenReason): void {
    const trial = new Trial(this.options.halfOpenCalls);
    this.startTurn({ kind: 'half-open', trial, reason });
    this.circuit.halfOpen(trial.decided);
  }

  /**
   * Probes that are still silent must not keep everyone out. A unary call that is out for
   * slowCallDurationMs is slow, whatever becomes of it. A stream that has lived for openDurationMs
   * was not refused, and may have nothing to say for hours.
   */
  private hurry(trial: Trial, nowMs: number): void {
    const { openDurationMs, slowCallDurationMs } = this.options;
    const patienceMs = this.isStream ? openDurationMs : slowCallDurationMs;
    if (nowMs - trial.lastStartedAtMs < patienceMs) return;
    trial.giveUpWaiting(!this.isStream);
    this.decideTrial(trial, nowMs);
  }

  private decideTrial(trial: Trial, nowMs: number): void {
    if (this.state.kind !== 'half-open') return;
    const verdict = judgeTrial(trial, trial.calls, this.options);
    if (verdict === 'undecided') return;
    if (verdict === 'passed') {
      this.startTurn({ kind: 'closing' });
      trial.pass();
      return;
    }
    const reason = { cause: verdict, counts: copyCounts(trial), ofTrial: true };
    this.startTurn({ kind: 'opening', atMs: nowMs, reason });
    trial.fail(new Error(`opens again for ${verdict}`));
  }

  private close(): void {
    this.startTurn({ kind: 'closed' });
    this.isResetting = true;
    this.circuit.close();
    this.isResetting = false;
    this.report();
  }

  private startTurn(state: BreakerState): void {
    this.epoch++;
    this.window.clear();
    this.state = state;
  }

  private report(): void {
    const from = this.reported;
    const to = breakerStateName(this.state);
    if (from === to) return;
    this.reported = to;
    const reason = this.state.kind === 'open' ? this.state.reason : undefined;
    this.onChange({ from, to, reason });
  }
}

function copyCounts({ total, failed, slow }: OpenReason['counts']): OpenReason['counts'] {
  return { total, failed, slow };
}
