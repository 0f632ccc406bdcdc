/** Exit codes of the commands, as sysexits(3) has them where it has one. */
export const ExitCode = {
  OK: 0,
  /** Could not start, or was forced to end. */
  FAILED: 1,
  /** The command line is wrong. `EX_USAGE`. */
  USAGE: 64,
} as const;

/** What keeps a command from starting, in one line for the person who typed it. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly exitCode: number;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: number } = {}) {
    super(message.replace(/\s*\n\s*/g, ' '), options);
    this.exitCode = options.exitCode ?? ExitCode.FAILED;
  }
}

/** A wrong command line: exit code 64. */
export function usageError(message: string): StartError {
  return new StartError(message, { exitCode: ExitCode.USAGE });
}
