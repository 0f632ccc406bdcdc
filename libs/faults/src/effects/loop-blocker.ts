/**
 * When the event loop may be blocked: at most half of all time, so that a server that is told to
 * block at every call can still be told to stop.
 */
export class LoopBlocker {
  #freeAtMs = -Infinity;

  /** Whether to block now for so long. */
  admit(blockMs: number, nowMs: number): boolean {
    if (nowMs < this.#freeAtMs) return false;
    this.#freeAtMs = nowMs + 2 * blockMs;
    return true;
  }
}
