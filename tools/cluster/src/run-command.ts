import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { ClusterError } from './cluster-error.ts';

export interface CommandOptions {
  /** Given to its standard input. Default: nothing. */
  readonly input?: string;
  /** Beside the variables of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: that of this process. */
  readonly cwd?: string;
  /** Stopped after so long, in milliseconds. Default 600 000. */
  readonly timeoutMs?: number;
}

/** The program is not on the PATH. */
export class NotInstalledError extends ClusterError {}

/**
 * Runs a program and gives what it wrote on its standard output.
 *
 * @throws NotInstalledError; ClusterError with the last lines of what it complained of
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { input = '', environment = {}, cwd, timeoutMs = 600_000 } = options;
  const child = spawn(program, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...environment },
    timeout: timeoutMs,
  });
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return reject(error);
      reject(new NotInstalledError(`${program} is not on the PATH`, { cause: error }));
    });
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'an unknown end'));
  });
  // It may end before it has read all of it; its exit code says so.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [end, output, complaint] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (end === 0) return output;
  const lines = (complaint || output).trim().split('\n').slice(-3).join(' ');
  throw new ClusterError(
    `${[program, ...args].slice(0, 4).join(' ')} … ended with ${end}: ${lines}`,
  );
}
