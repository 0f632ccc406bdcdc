/** How long to wait before what has ended is started again. */
export interface BackOffOptions {
  /** Wait after the first failure, in ms, before jitter. Default 200. */
  readonly baseMs?: number;
  /** Longest wait, in ms, before jitter. Default 15 000. */
  readonly maxMs?: number;
  /** A run of this length, in ms, makes former failures forgotten. Default 60 000. */
  readonly healthyAfterMs?: number;
}

/** Failures in a row. */
export interface BackOffState {
  readonly failures: number;
}

export interface BackOffVerdict extends BackOffState {
  /** Wait before the next start. Within half of the exponential step and the whole of it. */
  readonly delayMs: number;
  /** It keeps ending soon after its start: worth a louder word. */
  readonly isCrashLoop: boolean;
}

const CRASH_LOOP_FAILURES = 4;

/**
 * Exponential, with jitter so that replicas that died together do not come back together, and
 * forgotten after a healthy run.
 *
 * @param uptimeMs how long the run lasted that has just ended
 * @param random within [0, 1)
 */
export function backOff(
  state: BackOffState,
  uptimeMs: number,
  random: number,
  { baseMs = 200, maxMs = 15_000, healthyAfterMs = 60_000 }: BackOffOptions = {},
): BackOffVerdict {
  const failures = (uptimeMs >= healthyAfterMs ? 0 : state.failures) + 1;
  const stepMs = Math.min(maxMs, baseMs * 2 ** (failures - 1));
  return {
    failures,
    delayMs: stepMs * (0.5 + random / 2),
    isCrashLoop: failures >= CRASH_LOOP_FAILURES,
  };
}
