/** How a program ends, as its supervisor sees it. */
export const ExitCode = {
  /** Drained after a signal. */
  OK: 0,
  /** Could not start, could not drain, or was forced. */
  FAILED: 1,
  /** The environment is unusable; restarting will not help. `EX_CONFIG` of sysexits(3). */
  CONFIG: 78,
} as const;
