import type { ResolvedFault } from './fault.ts';

/** A fault in force: it counts what it hits, and tells those whom it holds when it is over. */
export class ArmedFault {
  readonly fault: ResolvedFault;
  readonly expiresAtMs: number;
  hits = 0;
  #isOver = false;
  readonly #endListeners = new Set<() => void>();

  constructor(fault: ResolvedFault, nowMs: number) {
    this.fault = fault;
    this.expiresAtMs = nowMs + fault.ttlMs;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Calls back once when the fault is over; the function returned stops that. */
  onEnd(listener: () => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  end(): void {
    this.#isOver = true;
    for (const listener of this.#endListeners) listener();
    this.#endListeners.clear();
  }
}
