import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../../..');
const log = join(root, 'dist/console-browser.log');

export interface RunningPlatform extends AsyncDisposable {
  readonly consoleUrl: string;
}

/** What `npm start` runs, with data and ports of its own. Its log: `dist/console-browser.log`. */
export async function startPlatform(): Promise<RunningPlatform> {
  const directory = await mkdtemp(join(tmpdir(), 'ballast-console-'));
  await mkdir(join(root, 'dist'), { recursive: true });
  const output = await open(log, 'w');
  const supervisor = spawn(
    process.execPath,
    [
      // So that it leaves with this process, however this process ends.
      ...['--import', join(root, 'tools/bootstrap/leave-with-parent.mjs')],
      join(root, 'tools/start/src/main.ts'),
      ...['--port=0', '--console-port=0', `--data=${directory}`],
    ],
    { cwd: root, stdio: ['ignore', 'pipe', output.fd, 'ipc'] },
  );
  const exited = once(supervisor, 'exit');
  const ready = findConsole(supervisor.stdout as NodeJS.ReadableStream);
  const consoleUrl = await Promise.race([ready, exited.then(() => undefined)]);
  if (consoleUrl === undefined) throw new Error(`the platform has no console; see ${log}`);
  return {
    consoleUrl,
    async [Symbol.asyncDispose]() {
      supervisor.kill('SIGTERM');
      await exited;
      await output.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** `ready in 2.1 s  shop http://…  console http://…` */
async function findConsole(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: output })) {
    if (line.startsWith('ready in ')) return / {2}console (\S+)/.exec(line)?.[1];
  }
  return undefined;
}
