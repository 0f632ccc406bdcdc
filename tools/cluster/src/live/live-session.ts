import { globSync } from 'node:fs';
import type { ProgramFiles } from '@ballast/tool-build';
import { watchFolders } from '@ballast/tool-start';
import { followPods, type LivePod } from './follow-pods.ts';
import { openPrograms } from './live-programs.ts';
import { PodLink, receiverCommand } from './pod-link.ts';

export interface SessionOptions {
  readonly root: string;
  /** kubectl, with what says where: `['kubectl', '--namespace', 'ballast']`. */
  readonly kubectl: readonly string[];
  /** Told, in a line, what has come of each change. */
  readonly say: (line: string) => void;
}

/** Keeps running pods as the sources are. */
export interface LiveSession extends AsyncDisposable {
  /**
   * Resolves when all that has changed so far is in the pods of an app, with a line that says so.
   *
   * @throws Error where the sources have a mistake, or a pod cannot be reached
   */
  settle(app: string): Promise<string>;
}

interface LinkedPod extends LivePod {
  readonly link: PodLink;
}

/** Ready once all programs have been bundled for the first time. Until something changes, pods stay as they are. */
export async function startSession({ root, kubectl, say }: SessionOptions): Promise<LiveSession> {
  await using resources = new AsyncDisposableStack();
  const programs = resources.use(await openPrograms(root));
  let current = await programs.rebuild(new Set());
  /** What pods have from their image. Only what differs from it is brought. */
  const fromImage = new Map(current);
  const pods = new Map<string, LinkedPod>();
  const told = new Map<string, string>();
  let work: Promise<void> = Promise.resolve();

  const bring = async (app: string, wanted: ProgramFiles, sinceMs: number): Promise<void> => {
    const stale = [...pods.values()].filter((pod) => pod.app === app && !pod.link.has(wanted));
    if (stale.length === 0) return;
    await Promise.all(stale.map(({ link }) => link.send(wanted)));
    const took = ((performance.now() - sinceMs) / 1000).toFixed(1);
    const line = `${app} is new in ${stale.map(({ name }) => name).join(', ')}  ${took} s`;
    told.set(app, line);
    say(line);
  };
  const bringAll = async (sinceMs: number): Promise<void> => {
    const changed = [...current].filter(([app, files]) => !isSame(files, fromImage.get(app)));
    await Promise.all(changed.map(([app, files]) => bring(app, files, sinceMs)));
  };
  /** What a program is made of that changes seldom is most of it: it is there before anything changes. */
  const prepare = async (name: string): Promise<void> => {
    const pod = pods.get(name);
    const files = current.get(pod?.app ?? '');
    if (pod !== undefined && files !== undefined) await pod.link.prepare(files);
  };
  /** One after the other, whatever becomes of those before. */
  const queue = (job: (sinceMs: number) => Promise<void>): Promise<void> => {
    const sinceMs = performance.now();
    const done = work.catch(() => undefined).then(() => job(sinceMs));
    work = done;
    done.catch((error: unknown) => say((error as Error).message));
    return done;
  };

  resources.defer(
    watchFolders(root, globSync('{apps,libs}/*/{src,web}', { cwd: root }), (paths) => {
      void queue(async (sinceMs) => {
        current = await programs.rebuild(paths);
        await bringAll(sinceMs);
      });
    }),
  );
  resources.defer(() => {
    for (const { link } of pods.values()) link[Symbol.dispose]();
  });
  resources.use(
    await followPods(kubectl, (pod, isRunning) => {
      const known = pods.get(pod.name);
      if (isRunning && known === undefined) {
        const into = [...kubectl, 'exec', '--stdin', pod.name, '--'];
        pods.set(pod.name, { ...pod, link: new PodLink([...into, ...receiverCommand]) });
        // It has what its image has, which may be older than what others were given.
        void queue(bringAll);
        void queue(() => prepare(pod.name));
      } else if (!isRunning && known !== undefined) {
        known.link[Symbol.dispose]();
        pods.delete(pod.name);
      }
    }),
  );
  const kept = resources.move();
  return {
    async settle(app) {
      await work;
      const files = current.get(app);
      if (files === undefined) throw new Error(`there is no program ${app}`);
      // Whoever asks has seen a change: it was there before this session, and is in no image.
      if (isSame(files, fromImage.get(app))) {
        fromImage.delete(app);
        await queue((sinceMs) => bring(app, files, sinceMs));
      }
      return told.get(app) ?? `${app} runs in no pod`;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function isSame(files: ProgramFiles, others: ProgramFiles | undefined): boolean {
  return (
    files === others ||
    (files.size === others?.size &&
      [...files].every(([name, { hash }]) => others.get(name)?.hash === hash))
  );
}
