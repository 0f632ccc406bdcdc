import { findProcessIdentity, isProcessAlive } from '@ballast/tool-bootstrap/process-identity';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connectControl } from '../src/control-client.ts';
import { createLineSplitter } from '../src/split-lines.ts';

/** A command that runs as a process, with a data directory of its own unless it is given one. */
export interface CommandProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly dataDirectory: string;
  /** The first line on standard output, or empty when it ended without one. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<CommandEnd>;
  /** Resolves with the first line on standard error that holds the words. */
  hears(words: string): Promise<string>;
}

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly dataDirectory?: string;
}

/** For `expect.poll`: what takes a moment here may take seconds on a busy machine. */
export const WITHIN = { timeout: 10_000 };

/** Shared by all tests, so that only the first start compiles. */
const COMPILE_CACHE = join(import.meta.dirname, '../../../node_modules/.cache/ballast-tests');

/** @param program a file of this directory */
export function runCommand(program: string, options: CommandOptions = {}): CommandProcess {
  const ownDirectory =
    options.dataDirectory === undefined ? mkdtempSync(join(tmpdir(), 'ballast-start-')) : undefined;
  const dataDirectory = options.dataDirectory ?? ownDirectory ?? '';
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, program), '--data', dataDirectory, ...(options.args ?? [])],
    {
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        BALLAST_DATABASE_URL: 'postgres://127.0.0.1:1/none',
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const heard: string[] = [];
  const listeners = new Set<() => void>();
  const splitter = createLineSplitter((line) => {
    heard.push(line);
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk: Buffer) => splitter.push(chunk));
  const firstLine = new Promise<string>((resolve) => {
    const lines = createLineSplitter(resolve);
    child.stdout.on('data', (chunk: Buffer) => lines.push(chunk));
    child.stdout.once('end', () => resolve(''));
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [code]]): CommandEnd => ({ code: code as number | null, stdout, stderr }),
  );
  return {
    child,
    dataDirectory,
    firstLine,
    ended,
    hears: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = heard.find((each) => each.includes(words));
          if (line === undefined) return;
          listeners.delete(look);
          resolve(line);
        };
        listeners.add(look);
        look();
        void ended.then(({ stderr }) => reject(new Error(`never said ${words}:\n${stderr}`)));
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), 8000);
      await ended;
      clearTimeout(kill);
      if (ownDirectory !== undefined) rmSync(ownDirectory, { recursive: true, force: true });
    },
  };
}

export type PlatformProcess = Awaited<ReturnType<typeof startPlatformProcess>>;

/** `npm start` with tiny services, one replica of each, on a free port. */
export async function startPlatformProcess(options: CommandOptions = {}) {
  const command = runCommand('start.ts', {
    ...options,
    args: [
      ...['--port', '0', '--console-port', '0', '--replicas', 'orders=1,inventory=1'],
      ...(options.args ?? []),
    ],
  });
  const line = await command.firstLine;
  const [, shopUrl, consoleUrl = ''] =
    /^ready in .* {2}shop (http:\S+)(?: {2}console (http:\S+))?$/.exec(line) ?? [];
  if (shopUrl === undefined) throw new Error(`not ready: ${line}\n${(await command.ended).stderr}`);
  return { ...command, shopUrl, consoleUrl, control: await connectControl(command.dataDirectory) };
}

/** The pid that answered, over a new connection. Rejects where the connection fails or is reset. */
export async function askPid(shopUrl: string, delayMs = 0): Promise<number> {
  const sent = request(`${shopUrl}/${delayMs}`, { agent: false }).end();
  const [response] = await once(sent, 'response');
  return Number(await text(response as NodeJS.ReadableStream));
}

/** Names of processes, by which it can be told later whether they are gone. */
export function identify(pids: readonly number[]): string[] {
  return pids.map((pid) => findProcessIdentity(pid) ?? '').filter((identity) => identity !== '');
}

export function findLiving(identities: readonly string[]): string[] {
  return identities.filter(isProcessAlive);
}

/** What the clients of a service see, sorted. */
export function addressesIn(dataDirectory: string, service: string): string[] {
  const path = join(dataDirectory, 'endpoints', `${service}.json`);
  const { endpoints } = JSON.parse(readFileSync(path, 'utf8')) as {
    endpoints: { address: string }[];
  };
  return endpoints.map(({ address }) => address).sort();
}
