/** Time as sources see it, so that whole outages can be played through without waiting. */
export interface Clock {
  /** Monotonic, in milliseconds. */
  nowMs(): number;
  /** Calls back once, later; returns how to call it off. Holds no process open. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
