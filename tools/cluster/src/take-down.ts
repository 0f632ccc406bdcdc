import { connectKubectl } from './kubectl.ts';
import { deleteNamespace } from './namespace.ts';
import type { ClusterOptions } from './parse-options.ts';
import type { Progress } from './say-progress.ts';

/** Deletes the namespace that `bringUp` made, with all that is in it. @throws ClusterError */
export async function takeDown(
  { namespace, waits }: ClusterOptions,
  progress: Progress,
): Promise<void> {
  const kubectl = await connectKubectl(namespace);
  const existed = await progress.during('down', `namespace ${namespace}`, () =>
    deleteNamespace(kubectl, { waits }),
  );
  if (!existed) progress.say('down', 'there was none');
}
