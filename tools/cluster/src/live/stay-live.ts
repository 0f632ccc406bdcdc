import { once } from 'node:events';
import type { ClusterOptions } from '../parse-options.ts';
import type { Progress } from '../say-progress.ts';
import { startSession } from './live-session.ts';

/** Brings changes into the running pods until it is interrupted. */
export async function stayLive(
  root: string,
  { namespace }: ClusterOptions,
  progress: Progress,
): Promise<void> {
  const say = (line: string) => progress.say('live', line);
  const kubectl = ['kubectl', '--namespace', namespace];
  await using resources = new AsyncDisposableStack();
  resources.use(await startSession({ root, kubectl, say }));
  say('changes of apps and libraries come into their pods; Ctrl-C ends it');
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
