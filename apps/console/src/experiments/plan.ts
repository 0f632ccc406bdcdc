import type { Experiment } from '../api/experiments.ts';
import type { Levers } from './levers.ts';

/** One deed of an experiment. */
export interface PlannedStep {
  /** After the beginning of the trouble. */
  readonly afterMs: number;
  /** `inventory#2 is killed` */
  readonly text: string;
  readonly act: () => Promise<void>;
}

/** An experiment with its victims chosen. */
export interface Plan {
  readonly replicas: readonly string[];
  /** In the order of time, within the trouble. */
  readonly steps: readonly PlannedStep[];
  /** Takes everything back; done in any case, at the end or when it is stopped. */
  readonly undo: () => Promise<void>;
}

/** Something to break, ready made. */
export interface Recipe extends Omit<Experiment, 'durationMs' | 'unavailable'> {
  readonly troubleMs: number;
  /** Of requests, as many may fail during the trouble for it to come as expected. */
  readonly maxErrorRatio: number;
  /** Undefined: it can be done. Else why not. */
  readonly findObstacle: (levers: Levers) => string | undefined;
  readonly plan: (levers: Levers) => Plan;
}

export const BEFORE_MS = 8000;
export const AFTER_MS = 10_000;
