import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a launcher said: that its server runs, or why not. */
export type Said =
  | { readonly url: string; readonly pid: number; readonly adopted: boolean }
  | { readonly error: string };
export interface Launcher {
  readonly child: ChildProcess;
  readonly said: Said;
}

/**
 * Starts the server of a directory in a process of its own, as somebody else if told so, and waits
 * for its word.
 */
export async function launch(
  directory: string,
  account: { uid?: number; gid?: number } = {},
): Promise<Launcher> {
  const program = fileURLToPath(new URL('./run-postgres.ts', import.meta.url));
  const child = spawn(process.execPath, [program, directory], {
    ...account,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
  if (typeof line !== 'string') throw new Error(`the launcher ended with ${String(line)}`);
  return { child, said: JSON.parse(line) as Said };
}
