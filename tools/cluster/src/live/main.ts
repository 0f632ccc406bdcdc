// Brings changes in apps and libraries into their running pods (k8s/overlays/live). Hooks of skaffold's:
//   node tools/cluster/src/live/main.ts start           a session stays beside skaffold
//   node tools/cluster/src/live/main.ts settle <app>    waits until a change is in its pods, and says so
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ClusterError } from '../cluster-error.ts';
import { askSession, serveSession, spawnSession } from './session-socket.ts';

const root = join(import.meta.dirname, '../../../..');
const [verb = '', argument = ''] = process.argv.slice(2);
const namespace = process.env['BALLAST_NAMESPACE'] || 'ballast';
const context = process.env['SKAFFOLD_KUBE_CONTEXT'];
const kubectl = [
  ...['kubectl', '--namespace', namespace],
  ...(context ? ['--context', context] : []),
];
const say = (line: string) => console.log(`live: ${line}`);

const start = () => {
  const serve = [import.meta.filename, 'serve', String(process.ppid)];
  return spawnSession(root, namespace, serve);
};

/** For as long as the process is there that it is for. */
async function serve(pid: number): Promise<void> {
  const { startSession } = await import('./live-session.ts');
  await using session = await startSession({ root, kubectl, say });
  const served = serveSession(root, namespace, session);
  await Promise.race([served, untilGone(pid)]);
}

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(1000);
  }
}

try {
  switch (verb) {
    case 'start':
      await start();
      say('changes come into the running pods');
      break;
    case 'settle': {
      const question = `settle ${argument}`;
      const answer = await askSession(root, namespace, question);
      if (answer === undefined) await start();
      say(answer ?? (await askSession(root, namespace, question)) ?? 'the session has ended');
      break;
    }
    case 'serve':
      await serve(Number(argument));
      process.exit();
      break;
    default:
      throw new ClusterError('live: the first argument must be start, settle or serve', {
        exitCode: 64,
      });
  }
} catch (error) {
  // A program with a mistake in it is not brought in; the old one goes on.
  console.error(`live: ${(error as Error).message}`);
  process.exitCode = error instanceof ClusterError ? error.exitCode : 1;
}
