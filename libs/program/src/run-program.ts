import { describeStartError } from './describe-start-error.ts';
import { ExitCode } from './exit-code.ts';
import { listenForLeaveRequests } from './leave-requests.ts';
import type { ListeningMessage, RunningProgram, Start } from './running-program.ts';

type Life =
  | { readonly kind: 'starting' }
  | { readonly kind: 'serving'; readonly program: RunningProgram }
  | { readonly kind: 'draining'; readonly program: RunningProgram };

/**
 * Runs a program as this process: starts it, tells a supervisor where it listens, drains it when
 * asked to leave, and ends the process.
 *
 * - `ConfigError` from `start`: its text on standard error, exit code 78.
 * - Any other error from `start`: one line on standard error, exit code 1.
 * - Serving: `{ type: 'ballast.listening', address, adminAddress? }` over the IPC channel, if there is one.
 * - SIGTERM, SIGINT, or the end of the IPC channel: `drain()`, exit code 0; before the start has
 *   finished, its signal is aborted and the process leaves as soon as the start has settled.
 * - A second signal: `force()`, exit code 1.
 * - A drain that rejects: one line on standard error, `force()`, exit code 1.
 *
 * Resolves when the program serves. Call it once, from the program's main module.
 */
export async function runProgram(start: Start): Promise<void> {
  let life: Life = { kind: 'starting' };
  const leaving = new AbortController();

  const drain = async (program: RunningProgram): Promise<never> => {
    life = { kind: 'draining', program };
    try {
      await program.drain();
    } catch (error) {
      fail(program, `cannot drain: ${String(error)}`);
    }
    return process.exit(ExitCode.OK);
  };

  listenForLeaveRequests({
    leave: () => {
      leaving.abort();
      if (life.kind === 'serving') void drain(life.program);
    },
    hurry: () => fail(life.kind === 'starting' ? undefined : life.program),
  });

  let program: RunningProgram;
  try {
    program = await start(process.env, leaving.signal);
  } catch (error) {
    if (leaving.signal.aborted) return process.exit(ExitCode.OK);
    const { text, exitCode } = describeStartError(error);
    process.stderr.write(`${text}\n`);
    return process.exit(exitCode);
  }
  if (leaving.signal.aborted) return drain(program);
  life = { kind: 'serving', program };
  const { address, adminAddress } = program;
  announce({ type: 'ballast.listening', address, ...(adminAddress && { adminAddress }) });
}

/** Ends the process at once, with a line where there is something to say. */
function fail(program: RunningProgram | undefined, text?: string): never {
  if (text !== undefined) process.stderr.write(`${text.replace(/\s*\n\s*/g, ' ')}\n`);
  program?.force();
  return process.exit(ExitCode.FAILED);
}

function announce(message: ListeningMessage): void {
  // A supervisor that is just now gone is told of by 'disconnect', not by this message's failure.
  process.send?.(message, undefined, undefined, () => undefined);
}
