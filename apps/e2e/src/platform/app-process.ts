import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isListeningMessage } from '@ballast/program';
import type { Service } from './platform.ts';

/** One replica that is run as an own process, with nobody else looking after it. */
export interface AppProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Resolves with `host:port` once it serves; rejects where it ends before. */
  readonly listening: Promise<string>;
  /** Resolves with how it ended, `exit code 0` or `SIGKILL`. */
  readonly ended: Promise<string>;
  /** Asks it to drain; resolves with how it ended. */
  stop(): Promise<string>;
}

export interface AppProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Options of Node's. Default none. */
  readonly nodeOptions?: readonly string[];
  /** Absolute path of what to run. Default `apps/<service>/src/main.ts`. */
  readonly program?: string;
}

/** Starts a service: the suite sees apps only as programs. */
export function startAppProcess(service: Service, options: AppProcessOptions): AppProcess {
  const main = join(import.meta.dirname, '../../..', service, 'src/main.ts');
  const child = fork(options.program ?? main, {
    env: { ...process.env, LOG_LEVEL: 'error', ...options.environment },
    execArgv: [...(options.nodeOptions ?? [])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]) =>
    signal === null ? `exit code ${code}` : String(signal),
  );
  const listening = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      if (isListeningMessage(message)) resolve(message.address);
    });
    void ended.then((end) => reject(new Error(`${service} ended before it served: ${end}`)));
  });
  // Whoever only kills it need not look at this one.
  listening.catch(() => undefined);
  return {
    child,
    listening,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
