import type { ArmedFault } from './armed-fault.ts';
import { sampleDelayMs } from './delay.ts';
import { burnCpu, spin } from './effects/burn-cpu.ts';
import type { Delay } from './fault.ts';
import type { FaultSet } from './fault-set.ts';

/** What a fault can do to a call, whatever serves it. */
export interface CallControls {
  /** Ends the call with this status. */
  fail(code: number, message: string): void;
  /** Resets the call's connection. */
  cut(): void;
  /** From now on, what the call sends cannot be read. */
  corrupt(): void;
}

type Ending = { readonly afterMessages: number; readonly end: () => void };

/** A call that at least one fault has hit, from its arrival to its end. */
export class FaultyCall {
  readonly #faults: FaultSet;
  readonly #hits: readonly ArmedFault[];
  readonly #controls: CallControls;
  readonly #slow: { readonly armed: ArmedFault; readonly delay: Delay }[] = [];
  readonly #holds = new Set<() => void>();
  #ending: Ending | undefined;
  #sentMessages = 0;
  #isOver = false;

  constructor(faults: FaultSet, hits: readonly ArmedFault[], controls: CallControls) {
    this.#faults = faults;
    this.#hits = hits;
    this.#controls = controls;
  }

  /** Once the call has come: `serve` runs when its handler may have it, if ever. */
  async begin(serve: () => void): Promise<void> {
    for (const armed of this.#hits) {
      await this.#suffer(armed);
      if (this.#isOver) return;
    }
    serve();
  }

  /** A message of either side: `pass` runs when its time has come, if ever. */
  async delayMessage(pass: () => void): Promise<void> {
    for (const { armed, delay } of this.#slow) {
      await this.#hold(armed, sampleDelayMs(delay, this.#faults.random));
    }
    if (!this.#isOver) pass();
  }

  /** A message of the server. */
  sendMessage(pass: () => void): void {
    void this.delayMessage(() => {
      this.#sentMessages += 1;
      const ending = this.#ending;
      if (ending === undefined || this.#sentMessages <= ending.afterMessages) pass();
      else this.#end(ending);
    });
  }

  /** The caller has gone. */
  gone(): void {
    this.#isOver = true;
    for (const release of [...this.#holds]) release();
  }

  async #suffer(armed: ArmedFault): Promise<void> {
    const { effect } = armed.fault;
    switch (effect.kind) {
      case 'eventLoopBlock':
        if (this.#faults.blocker.admit(effect.blockMs, this.#faults.nowMs())) spin(effect.blockMs);
        return;
      case 'cpuBurn':
        await burnCpu(effect.cpuMs, () => armed.isOver || this.#isOver);
        return;
      case 'memoryGrowth':
        this.#faults.hoardOf(armed)?.grow(effect.kibibytes);
        return;
      case 'corrupt':
        this.#controls.corrupt();
        return;
      case 'slowStream':
        this.#slow.push({ armed, delay: effect.delay });
        return;
      case 'latency':
        await this.#hold(armed, sampleDelayMs(effect.delay, this.#faults.random));
        return;
      case 'hang':
        await this.#hold(armed, Infinity);
        return;
      case 'abort': {
        const { code, message, afterMessages } = effect;
        const text =
          message === undefined || message === ''
            ? `injected by fault ${armed.fault.name}`
            : message;
        this.#endAfter(afterMessages, () => this.#controls.fail(code, text));
        return;
      }
      case 'drop':
        this.#endAfter(effect.afterMessages, () => this.#controls.cut());
        return;
      case 'notServing':
        return;
      default:
        effect satisfies never;
    }
  }

  #endAfter(afterMessages = 0, end: () => void): void {
    if (afterMessages === 0) this.#end({ afterMessages, end });
    // Of two ends, the earlier one.
    else if (afterMessages < (this.#ending?.afterMessages ?? Infinity)) {
      this.#ending = { afterMessages, end };
    }
  }

  #end({ end }: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    end();
  }

  /** Resolves when the time is up, or the fault is over, or the caller has gone. */
  #hold(armed: ArmedFault, ms: number): Promise<void> {
    if (armed.isOver || this.#isOver || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        stopListening();
        this.#holds.delete(release);
        resolve();
      };
      const stopListening = armed.onEnd(release);
      // A call is under way, which keeps the process alive by itself; a delay does not.
      const timer = ms === Infinity ? undefined : setTimeout(release, ms).unref();
      this.#holds.add(release);
    });
  }
}
