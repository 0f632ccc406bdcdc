import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ClusterError } from '../cluster-error.ts';

/** What the first writes, the second reads. @throws ClusterError with what the second complained of */
export async function pipeCommands(
  [from = '', ...fromArguments]: readonly string[],
  [to = '', ...toArguments]: readonly string[],
): Promise<void> {
  const source = spawn(from, fromArguments, { stdio: ['ignore', 'pipe', 'inherit'] });
  const sink = spawn(to, toArguments, { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(sink, 'close') as Promise<[number | null]>;
  const complaint = text(sink.stderr);
  // A reader that ends early is told by its exit code.
  await pipeline(source.stdout, sink.stdin).catch(() => undefined);
  const [code] = await ended;
  if (code !== 0) throw new ClusterError(`${to} ended with ${code}: ${await complaint}`);
}
