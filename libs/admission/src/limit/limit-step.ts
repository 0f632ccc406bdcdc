import { queueRoom } from './queue-room.ts';

/** Latencies below this ratio are no sign that the knee is near. */
const KNEE_RATIO = 1.03;
const MAX_STRIDE = 16;
/** Share of the way that the limit goes with each window. */
const SMOOTHING = 0.5;
/** A latency of less is no reason to lower a limit that is not used. */
const CALM_RATIO = 1.5;

export interface SeenWindow {
  /** Calls in flight, on average. */
  readonly inFlight: number;
  /** Latency over baseline. */
  readonly ratio: number;
  /** There were as many calls as the limit allows, or more. */
  readonly isUsed: boolean;
}

/** By Little's law, what is at work among so many calls; and room for a queue. */
export function roomyLimit(inFlight: number, ratio: number): number {
  const working = inFlight / Math.max(1, ratio);
  return working + queueRoom;
}

/** From one window to the next: the limit follows `limit × baseline / latency + room`. */
export class LimitStep {
  #stride = 1;

  /** The next limit. No growth while the limit is not used, no fall without a queue. */
  next(limit: number, { inFlight, ratio, isUsed }: SeenWindow): number {
    if (!isUsed) {
      this.#stride = 1;
      if (ratio < CALM_RATIO) return limit;
      // A limit that is not used does no harm, and should be right when it is.
      return Math.min(limit, roomyLimit(inFlight, ratio));
    }
    const working = Math.max(limit, inFlight) / Math.max(1, ratio);
    // Below the knee each window doubles the step; at the knee it is the room for a queue.
    this.#stride = ratio < KNEE_RATIO ? Math.min(this.#stride * 2, MAX_STRIDE) : 1;
    const wanted = working + Math.min(queueRoom * this.#stride, working / 2 + 1);
    return limit + (wanted - limit) * SMOOTHING;
  }
}
