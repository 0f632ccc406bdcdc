import type { Figures } from './map.ts';

export interface ExperimentList {
  readonly experiments: readonly Experiment[];
}

/** Something to break, ready made. */
export interface Experiment {
  readonly id: string;
  /** `Lose one inventory replica while ordering` */
  readonly title: string;
  /** What it does, a sentence each. */
  readonly does: readonly string[];
  /** What to expect, a sentence each. */
  readonly expect: readonly string[];
  readonly durationMs: number;
  /** Absent: it can be started now. */
  readonly unavailable?: string;
}

export type ExperimentPhase = 'before' | 'trouble' | 'after' | 'done' | 'stopped' | 'failed';

/** One run. */
export interface ExperimentRun {
  readonly id: string;
  readonly title: string;
  readonly does: readonly string[];
  readonly expect: readonly string[];
  readonly phase: ExperimentPhase;
  readonly startedAtMs: number;
  /** When it is, or was, over. */
  readonly endsAtMs: number;
  /** Whom it is about. */
  readonly replicas: readonly string[];
  readonly steps: readonly ExperimentStep[];
  /** What users saw: requests of the load at the gateway. Null before the phase. */
  readonly before: Figures | null;
  readonly trouble: Figures | null;
  readonly after: Figures | null;
  /** Whether it came as expected; null before the end. */
  readonly verdict: 'as-expected' | 'not-as-expected' | null;
  /** In sentences, with figures. */
  readonly findings: readonly string[];
}

export interface ExperimentStep {
  /** What is done: `inventory#2 is killed`. */
  readonly text: string;
  /** When it is due, or was done. */
  readonly atMs: number;
  readonly state: 'due' | 'done' | 'failed';
  readonly error?: string;
}
