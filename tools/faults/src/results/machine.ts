import { availableParallelism, cpus, loadavg } from 'node:os';

/** Where something was measured. */
export interface Machine {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** How busy it was with other things: figures of a busy machine are worth less. */
  readonly loadAverage: string;
}

export function describeMachine(): Machine {
  return {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    loadAverage: (loadavg()[0] ?? NaN).toFixed(1),
  };
}
