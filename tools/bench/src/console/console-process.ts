import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isListeningMessage } from '@ballast/program';

const program = join(import.meta.dirname, '../../../../apps/console/src/main.ts');

/** Of a running process: what /proc says. Linux only. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMiB: number;
}

export interface ConsoleProcess extends AsyncDisposable {
  readonly url: string;
  readUsage(): Promise<Usage>;
}

/** USER_HZ, which is 100 wherever Linux runs today. */
const TICK_MS = 10;

/** The console as `npm start` runs it, with nobody to follow. */
export async function startConsoleProcess(): Promise<ConsoleProcess> {
  const child = fork(program, {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'error' },
    execArgv: ['--max-semi-space-size=4'],
    silent: true,
  });
  const [message] = (await once(child, 'message')) as [unknown];
  if (!isListeningMessage(message)) throw new Error('the console does not listen');
  return {
    url: `http://${message.address}`,
    async readUsage() {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return {
        cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
        rssMiB: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024,
      };
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
