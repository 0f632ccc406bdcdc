/** Below this share of idle time a turn of the event loop had none to spare. */
const IDLE_SHARE = 0.05;
/** One long turn is an accident; so many in a row are a state. */
const MIN_TURNS = 3;

/**
 * For how long the event loop has been without idle time. A process that computes shows its overload
 * here and not in the latency of a call: what waits, waits in the kernel, where nobody sees it.
 */
export class LoopBusy {
  #seenMs = NaN;
  #idleMs = 0;
  #busySinceMs = NaN;
  #turns = 0;

  /** The first call of a turn is here; `idleMs` is the loop's idle time since its start. */
  turn(nowMs: number, idleMs: number): void {
    const passedMs = nowMs - this.#seenMs;
    const idled = idleMs - this.#idleMs;
    const isBusy = idled < passedMs * IDLE_SHARE;
    if (isBusy) this.#turns += 1;
    else {
      this.#turns = 0;
      this.#busySinceMs = nowMs;
    }
    this.#seenMs = nowMs;
    this.#idleMs = idleMs;
  }

  busyMs(nowMs: number): number {
    return this.#turns < MIN_TURNS ? 0 : nowMs - this.#busySinceMs;
  }
}
