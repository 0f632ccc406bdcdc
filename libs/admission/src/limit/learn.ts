import type { Baselines } from './baselines.ts';

/** A baseline of a light load that has changed is followed within about so long. */
const DRIFT_MS = 20_000;

/** A window, as far as it says whether its calls had a queue before them. */
export interface LearningWindow {
  /** Few calls were in flight, and nobody was refused. */
  readonly isLight: boolean;
  /** Latency over baseline is what a queue looks like. */
  readonly isSlow: boolean;
  readonly lengthMs: number;
}

/** Takes a window into the baselines; true where one was replaced by what is much faster. */
export function learn(
  baselines: Baselines,
  { isLight, isSlow, lengthMs }: LearningWindow,
): boolean {
  if (!isLight) return baselines.learn('loaded');
  if (!isSlow) return baselines.learn('unloaded');
  // Slower, with few calls: a new state of things if it lasts, and a queue that grows if not.
  baselines.drift(Math.min(0.2, lengthMs / DRIFT_MS));
  return false;
}
