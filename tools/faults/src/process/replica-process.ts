// One replica as an operating system process, and what can befall it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isListeningMessage } from '@ballast/program';

export interface ReplicaOptions {
  /** A program that calls `runProgram` of `@ballast/program`. */
  readonly program: string;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Options of Node itself. Default: none. */
  readonly nodeOptions?: readonly string[] | undefined;
  /** How long it may take until it serves, in milliseconds. Default: 30 000. */
  readonly startTimeoutMs?: number | undefined;
}

export interface ReplicaProcess extends AsyncDisposable {
  readonly pid: number;
  /** `host:port`, as it said itself. */
  readonly address: string;
  readonly isAlive: boolean;
  /** Resolves when it is gone, however it came to that. */
  readonly ended: Promise<void>;
  /** Over its IPC channel; nothing where it is gone. */
  tell(message: object): void;
  /** SIGSTOP: it keeps its connections and does nothing. */
  stop(): void;
  /** SIGCONT. */
  resume(): void;
  /** SIGKILL: its connections are closed by the kernel. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM: it drains. Resolves when it is gone, or is killed after so long. */
  terminate(graceMs?: number): Promise<void>;
}

/** Resolves when it serves. @throws Error with what it said where it does not. */
export async function startReplicaProcess(options: ReplicaOptions): Promise<ReplicaProcess> {
  const { program, environment = {}, nodeOptions = [], startTimeoutMs = 30_000 } = options;
  const child = spawn(process.execPath, [...nodeOptions, program], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (text) => (complaint = `${complaint}${String(text)}`.slice(-2000)));
  const ended = once(child, 'exit').then(() => undefined);
  const address = await listening(child, ended, startTimeoutMs).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${program} did not start: ${complaint || String(error)}`, { cause: error });
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    address,
    ended,
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    tell: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    stop: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill,
    async terminate(graceMs = 10_000) {
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(impatience);
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function listening(
  child: ChildProcess,
  ended: Promise<undefined>,
  timeoutMs: number,
): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs);
  const told = once(child, 'message', { signal }) as Promise<unknown[]>;
  const message = (await Promise.race([told, ended]))?.[0];
  if (isListeningMessage(message)) return message.address;
  throw new Error(message === undefined ? 'it ended' : `it said ${JSON.stringify(message)}`);
}
