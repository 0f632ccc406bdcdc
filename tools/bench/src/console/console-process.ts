import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isListeningMessage } from '@ballast/program';
import { readUsage, type Usage } from '../process-usage.ts';

const program = join(import.meta.dirname, '../../../../apps/console/src/main.ts');

export interface ConsoleProcess extends AsyncDisposable {
  readonly url: string;
  readUsage(): Promise<Usage>;
}

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
    readUsage: () => readUsage(child.pid!),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
