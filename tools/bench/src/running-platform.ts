// `npm start` as a child process, from its ready line to its last breath.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../../..');

export interface RunningPlatform extends AsyncDisposable {
  readonly pid: number;
  readonly shopUrl: string;
  readonly directory: string;
  /** From spawning to the ready line, in milliseconds. */
  readonly readyMs: number;
  /** SIGTERM, and how long it took to end, in milliseconds. */
  stop(): Promise<number>;
}

/** A fresh directory for the platform's data; the caller removes it. */
export const createDataDirectory = () => mkdtemp(join(tmpdir(), 'ballast-bench-'));

/** Starts the platform on a free port. Rejects when it ends before it is ready. */
export async function startPlatform(directory: string): Promise<RunningPlatform> {
  const port = await findFreePort();
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['tools/start/src/main.ts', '--port', String(port), '--no-console', '--data', directory],
    { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await waitUntilReady(child);
  const readyMs = performance.now() - startedAt;
  const stop = async () => {
    const stoppedAt = performance.now();
    if (child.exitCode !== null || child.signalCode !== null) return 0;
    child.kill('SIGTERM');
    await once(child, 'exit');
    return performance.now() - stoppedAt;
  };
  return {
    pid: child.pid as number,
    shopUrl: `http://127.0.0.1:${port}`,
    directory,
    readyMs,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function waitUntilReady(child: ChildProcess): Promise<void> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  for await (const line of lines) if (line.startsWith('ready in')) return;
  throw new Error(`the platform ended before it was ready (status ${child.exitCode})`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
