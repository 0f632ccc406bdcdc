import { ArmedFault } from './armed-fault.ts';
import { chooseFaults, compareByEffect, type FacedCall } from './choose-faults.ts';
import { LoopBlocker } from './effects/loop-blocker.ts';
import { MemoryHoard } from './effects/memory-hoard.ts';
import type { Fault, ResolvedFault } from './fault.ts';
import { matchesService } from './method-pattern.ts';
import { resolveFault } from './resolve-fault.ts';

export interface FaultSetOptions {
  /** A clock that never jumps, in milliseconds. Default: `performance.now`. */
  readonly nowMs?: (() => number) | undefined;
  /** Numbers in [0, 1) for shares and delays. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** A fault in force, as one looks at it. */
export interface FaultState {
  readonly fault: ResolvedFault;
  /** The calls that it has hit. */
  readonly hits: number;
  /** It ends by itself in so many milliseconds. */
  readonly remainingMs: number;
}

const maxFaults = 32;
const maxMebibytes = 512;

/** The faults of one server. Empty, it costs a call one comparison. */
export class FaultSet implements Disposable {
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly blocker = new LoopBlocker();
  readonly #hoards = new WeakMap<ArmedFault, MemoryHoard>();
  readonly #armed = new Map<string, ArmedFault>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #servingListeners = new Set<() => void>();
  // What calls read: replaced as a whole, never changed.
  #inForce: readonly ArmedFault[] = [];

  constructor(options: FaultSetOptions = {}) {
    this.nowMs = options.nowMs ?? (() => performance.now());
    this.random = options.random ?? Math.random;
  }

  /** Whether there is any: a server that asks this first pays nothing while there is none. */
  get isEmpty(): boolean {
    return this.#inForce.length === 0;
  }

  /**
   * Puts faults in force, all or none; one takes the place of another by its name.
   *
   * @throws RangeError naming the field, the rule and the value.
   */
  set(faults: readonly Fault[]): void {
    const resolved = faults.map(resolveFault);
    const after = new Map([...this.#armed].map(([name, { fault }]) => [name, fault]));
    const names = new Set<string>();
    for (const fault of resolved) {
      if (names.has(fault.name)) {
        throw new RangeError(`fault.name must be unique, got ${JSON.stringify(fault.name)} twice`);
      }
      names.add(fault.name);
      after.set(fault.name, fault);
    }
    checkTogether([...after.values()]);
    this.#end(names);
    for (const fault of resolved) this.#arm(fault);
    this.#publish();
  }

  /** Ends the faults of these names, or all; returns the names of those that were in force. */
  clear(names?: readonly string[]): readonly string[] {
    const ended = [...(names ?? this.#armed.keys())].filter((name) => this.#armed.has(name));
    this.#end(ended);
    this.#publish();
    return ended;
  }

  /** What is in force, by name. */
  list(): readonly FaultState[] {
    const nowMs = this.nowMs();
    return [...this.#armed.values()]
      .map(({ fault, hits, expiresAtMs }) => ({
        fault,
        hits,
        remainingMs: Math.max(0, Math.ceil(expiresAtMs - nowMs)),
      }))
      .sort((one, other) => (one.fault.name < other.fault.name ? -1 : 1));
  }

  /** The same as plain JSON, for whoever shows the state of a process. */
  snapshot(): { readonly faults: readonly FaultState[] } {
    return { faults: this.list() };
  }

  /** The faults that hit this call; they count it. */
  choose(call: FacedCall): readonly ArmedFault[] {
    if (this.#inForce.length === 0) return this.#inForce;
    const chosen = chooseFaults(this.#inForce, call, this.nowMs(), this.random);
    for (const armed of chosen) armed.hits += 1;
    return chosen;
  }

  /** What a fault of memory growth holds. */
  hoardOf(armed: ArmedFault): MemoryHoard | undefined {
    return this.#hoards.get(armed);
  }

  /** False where health has to say NOT_SERVING; the empty name is the whole server's. */
  isServing(service: string): boolean {
    return !this.#inForce.some(
      ({ fault }) => fault.effect.kind === 'notServing' && matchesService(fault.methods, service),
    );
  }

  /** Calls back when `isServing` may have changed; the function returned stops that. */
  onServingChange(listener: () => void): () => void {
    this.#servingListeners.add(listener);
    return () => this.#servingListeners.delete(listener);
  }

  [Symbol.dispose](): void {
    this.clear();
    this.#servingListeners.clear();
  }

  #arm(fault: ResolvedFault): void {
    const armed = new ArmedFault(fault, this.nowMs());
    this.#armed.set(fault.name, armed);
    if (fault.effect.kind === 'memoryGrowth') {
      const hoard = new MemoryHoard(fault.effect.maxMebibytes);
      this.#hoards.set(armed, hoard);
      armed.onEnd(() => hoard.release());
    }
    // Nobody waits for a fault to end: it must not keep a process alive.
    const timer = setTimeout(() => this.clear([fault.name]), fault.ttlMs).unref();
    this.#timers.set(fault.name, timer);
  }

  #end(names: Iterable<string>): void {
    for (const name of names) {
      clearTimeout(this.#timers.get(name));
      this.#timers.delete(name);
      this.#armed.get(name)?.end();
      this.#armed.delete(name);
    }
  }

  #publish(): void {
    this.#inForce = [...this.#armed.values()].sort(compareByEffect);
    for (const listener of this.#servingListeners) listener();
  }
}

/** @throws RangeError where single faults are within their limits and all of them are not. */
function checkTogether(faults: readonly ResolvedFault[]): void {
  if (faults.length > maxFaults) {
    throw new RangeError(`faults in force must be at most ${maxFaults}, got ${faults.length}`);
  }
  const mebibytes = faults
    .map(({ effect }) => (effect.kind === 'memoryGrowth' ? effect.maxMebibytes : 0))
    .reduce((sum, each) => sum + each, 0);
  if (mebibytes > maxMebibytes) {
    throw new RangeError(
      `fault.memoryGrowth.maxMebibytes of all faults must be at most ${maxMebibytes}, got ${mebibytes}`,
    );
  }
}
