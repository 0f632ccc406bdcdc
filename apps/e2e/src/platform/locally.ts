import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectControl } from '@ballast/tool-start';
import { openLog } from './open-log.ts';
import { overridePolicyFile } from './override-policy-file.ts';
import { services, type Platform, type Replica } from './platform.ts';

const root = join(import.meta.dirname, '../../../..');

/** What `npm start` runs, with data and ports of its own. Its log: `dist/e2e/local.log`. */
export async function startLocally(): Promise<Platform> {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-e2e-'));
  const policyDirectory = join(directory, 'policies');
  await mkdir(policyDirectory);
  const supervisor = spawn(
    process.execPath,
    [
      // So that it leaves with this process, however this process ends.
      ...['--import', join(root, 'tools/bootstrap/leave-with-parent.mjs')],
      join(root, 'tools/start/src/main.ts'),
      ...['--port=0', '--console-port=0', `--data=${directory}`],
    ],
    {
      cwd: root,
      env: { ...process.env, BALLAST_POLICY_DIR: policyDirectory },
      stdio: ['ignore', 'pipe', await openLog('local.log'), 'ipc'],
    },
  );
  const exited = once(supervisor, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await untilReady(supervisor.stdout as NodeJS.ReadableStream, exited);

  const control = await connectControl(directory);
  const { shopUrl, consoleUrl, databaseUrl, targets } = await control.status();

  const stop = async (): Promise<void> => {
    await control.stop();
    const [code, signal] = await exited;
    await rm(directory, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the platform ended with ${signal ?? `exit code ${code}`}`);
  };
  let stopped: Promise<void> | undefined;

  return {
    shopUrl,
    consoleUrl,
    databaseUrl,
    targetOf: (service) => targets[service] ?? '',
    async replicas() {
      const { replicas } = await control.status();
      return replicas.flatMap(({ service, state, address, pid }): Replica[] => {
        const known = services.find((one) => one === service);
        const serves = state === 'serving' || state === 'rolling';
        return known !== undefined && serves ? [{ service: known, address, id: String(pid) }] : [];
      });
    },
    // A process that has ended meanwhile needs no SIGCONT.
    async signal({ id }, signal) {
      const isThere = (await control.status()).replicas.some(({ pid }) => String(pid) === id);
      if (isThere) process.kill(Number(id), signal);
    },
    overridePolicy: (service, policy) => overridePolicyFile(policyDirectory, service, policy),
    roll: () => control.rollAll(),
    restartDatabase: (options) => control.restartDatabase(options),
    stop: () => (stopped ??= stop()),
    [Symbol.asyncDispose]: () => (stopped ??= stop()),
  };
}

async function untilReady(
  output: NodeJS.ReadableStream,
  exited: Promise<[number | null, NodeJS.Signals | null]>,
): Promise<void> {
  const lines = createInterface({ input: output });
  const ready = (async () => {
    for await (const line of lines) if (line.startsWith('ready in ')) return true;
    return false;
  })();
  const isReady = await Promise.race([ready, exited.then(() => false)]);
  if (!isReady) throw new Error('the platform did not start; see dist/e2e/local.log');
}
