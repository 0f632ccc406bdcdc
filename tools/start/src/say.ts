import { ExitCode, StartError } from './start-error.ts';

/** The one thing that standard output is for: what a script waits for. */
export function sayOnStdout(text: string): number {
  // Whoever started the command may have stopped reading.
  process.stdout.on('error', () => undefined);
  process.stdout.write(text);
  return ExitCode.OK;
}

/**
 * Why a command could not do its work: one line for what a person can mend, all there is for what is
 * a mistake of ours.
 *
 * @returns the exit code
 */
export function explain(error: unknown): number {
  if (error instanceof StartError) {
    process.stderr.write(`ballast: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return ExitCode.FAILED;
}
