import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A child process under test. */
export interface SpawnedProgram extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Writes one line to the child's standard input. */
  order(line: string): void;
  /** Resolves when the child has written this line. */
  said(line: string): Promise<void>;
  /** How the child ended and all that it wrote. */
  readonly end: Promise<{ code: number | null; lines: readonly string[]; stderr: string }>;
}

export function spawnProgram(
  path: string,
  environment: NodeJS.ProcessEnv = {},
  ipc = false,
): SpawnedProgram {
  const child = spawn(process.execPath, [path], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line));
  let stderr = '';
  child.stderr!.on('data', (chunk) => (stderr += String(chunk)));
  // A program that has ended takes no more orders.
  child.stdin!.on('error', () => undefined);
  // Not 'close': Node does not emit it for a child whose IPC channel this side disconnected.
  const end = Promise.all([
    once(child, 'exit'),
    once(child.stdout!, 'end'),
    once(child.stderr!, 'end'),
  ]).then(([[code]]) => ({ code: code as number | null, lines, stderr }));
  return {
    child,
    end,
    order: (line) => void child.stdin!.write(`${line}\n`),
    said: async (line) => {
      while (!lines.includes(line)) {
        const ended = await Promise.race([once(output, 'line').then(() => undefined), end]);
        if (ended !== undefined && !lines.includes(line)) {
          throw new Error(`ended without "${line}": ${JSON.stringify(ended)}`);
        }
      }
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await end;
    },
  };
}
