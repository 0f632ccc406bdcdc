import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from './open-log.ts';
import { overridePolicyFile } from './override-policy-file.ts';
import type { HostAnswer, HostCommand, ReadyMessage } from './one-process-messages.ts';
import type { Platform } from './platform.ts';

/** All programs in one process (another one than this), with a database of its own. Its log: `dist/e2e/process.log`. */
export async function startInOneProcess(): Promise<Platform> {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-e2e-'));
  const policyDirectory = join(directory, 'policies');
  await mkdir(policyDirectory);
  const host = fork(
    join(import.meta.dirname, 'one-process-host.ts'),
    [join(directory, 'database'), policyDirectory],
    {
      // Of the runner's own flags none is for the host.
      execArgv: [],
      stdio: ['ignore', await openLog('process.log'), 'inherit', 'ipc'],
    },
  );
  const exited = once(host, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;

  const hear = async (): Promise<HostAnswer> => {
    const answer = await Promise.race([once(host, 'message'), exited.then(() => undefined)]);
    if (answer === undefined) throw new Error('the platform process has ended by itself');
    return answer[0] as HostAnswer;
  };
  const order = async (command: HostCommand): Promise<void> => {
    const answered = hear();
    host.send(command);
    const answer = await answered;
    if (answer.type === 'failed') throw new Error(`${command.type}: ${answer.error}`);
  };

  const { databaseUrl, replicas } = (await hear()) as ReadyMessage;
  const addressesOf = (service: string) =>
    replicas.filter((one) => one.service === service).map(({ address }) => address);

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await order({ type: 'stop' });
    host.disconnect();
    await exited;
    await rm(directory, { recursive: true, force: true });
  };

  return {
    shopUrl: `http://${addressesOf('gateway').join()}`,
    databaseUrl,
    targetOf: (service) => `static:///${addressesOf(service).join(',')}`,
    replicas: () => Promise.resolve(replicas),
    signal: () => Promise.reject(new Error('one process cannot kill a part of itself')),
    overridePolicy: (service, policy) => overridePolicyFile(policyDirectory, service, policy),
    roll: () => Promise.reject(new Error('one process cannot replace a part of itself')),
    restartDatabase: ({ crash }) => order({ type: 'restart database', crash }),
    stop: () => (stopped ??= stop()),
    [Symbol.asyncDispose]: () => (stopped ??= stop()),
  };
}
