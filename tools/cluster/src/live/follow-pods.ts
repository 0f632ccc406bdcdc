import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../run-command.ts';

/** A pod that runs a program from a volume. */
export interface LivePod {
  readonly name: string;
  readonly app: string;
}

/** A line for each pod. */
const line = [
  '{.metadata.name}',
  '{.metadata.labels.app\\.kubernetes\\.io/name}',
  '{.status.phase}',
  '{.metadata.deletionTimestamp}',
  '{.spec.volumes[?(@.name=="live")].name}{"\\n"}',
].join('{"|"}');

const getPods = ['get', 'pods', '--selector', 'app.kubernetes.io/part-of=ballast', '--output'];

/** Undefined for one that runs nothing from a volume. */
export function parsePod(line: string): (LivePod & { readonly isRunning: boolean }) | undefined {
  const [name = '', app = '', phase, deletedAt, volume] = line.split('|');
  if (volume !== 'live') return undefined;
  return { name, app, isRunning: phase === 'Running' && deletedAt === '' };
}

/**
 * Follows the pods of k8s/overlays/live by `kubectl get --watch`, which is started again when its
 * connection has ended.
 *
 * @param kubectl the program, with what says where
 * @param onPod told of those that are there before this resolves, then of each change
 */
export async function followPods(
  kubectl: readonly string[],
  onPod: (pod: LivePod, isRunning: boolean) => void,
): Promise<AsyncDisposable> {
  const [program = '', ...first] = kubectl;
  const running = new Map<string, LivePod>();
  const tell = (text: string): void => {
    const pod = parsePod(text);
    if (pod === undefined) return;
    if (pod.isRunning) running.set(pod.name, pod);
    else running.delete(pod.name);
    onPod(pod, pod.isRunning);
  };
  const list = async (): Promise<void> => {
    const text = await runCommand(program, [
      ...[...first, ...getPods, `jsonpath={range .items[*]}${line}{end}`],
    ]);
    const lines = text.split('\n');
    const names = new Set(lines.map((each) => parsePod(each)?.name));
    // Those that vanished while nobody watched.
    for (const pod of [...running.values()]) {
      if (names.has(pod.name)) continue;
      running.delete(pod.name);
      onPod(pod, false);
    }
    lines.forEach(tell);
  };
  await list();

  let isOver = false;
  let child: ChildProcess | undefined;
  const watch = async (): Promise<void> => {
    const args = [...first, ...getPods, `jsonpath=${line}`, '--watch'];
    const current = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child = current;
    const ended = once(current, 'close').catch(() => undefined);
    for await (const text of createInterface({ input: current.stdout })) tell(text);
    await ended;
  };
  const following = (async () => {
    while (!isOver) {
      await watch();
      if (!isOver) await delay(1000);
      // An API server that is away is asked again after the next watch has failed.
      if (!isOver) await list().catch(() => undefined);
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      child?.kill();
      await following;
    },
  };
}
