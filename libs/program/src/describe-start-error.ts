import { isConfigError } from '@ballast/config';
import { ExitCode } from './exit-code.ts';

/** What to say, and how to end, when a program could not start. */
export interface StartFailure {
  /** One line, or one line per wrong variable. */
  readonly text: string;
  readonly exitCode: number;
}

/** Turns whatever `start` threw into words for an operator. */
export function describeStartError(error: unknown): StartFailure {
  if (isConfigError(error)) return { text: error.message, exitCode: ExitCode.CONFIG };
  const text = `cannot start: ${describeCauses(error).join(': ')}`;
  return { text: text.replace(/\s*\n\s*/g, ' '), exitCode: ExitCode.FAILED };
}

function describeCauses(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  if (isTakenPort(error)) {
    return [`port ${error.port} on ${error.address ?? 'any address'} is taken by another program`];
  }
  const own = error.message === '' ? error.name : error.message;
  return error.cause === undefined ? [own] : [own, ...describeCauses(error.cause)];
}

/** Node's own error from `listen()`; see "System errors" in its documentation. */
function isTakenPort(error: Error): error is Error & { port: number; address?: string } {
  return (
    'code' in error && error.code === 'EADDRINUSE' && 'port' in error && error.port !== undefined
  );
}
