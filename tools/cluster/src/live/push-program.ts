import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleProgram } from '@ballast/tool-build';
import type { Kubectl } from '../kubectl.ts';
import { pipeCommands } from './pipe-commands.ts';

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly status: { readonly phase?: string };
}

/**
 * Bundles an app and unpacks it in each of its running pods.
 *
 * @returns the pods' names
 */
export async function pushProgram(
  root: string,
  app: string,
  kubectl: Omit<Kubectl, 'context'>,
): Promise<readonly string[]> {
  const outdir = join(root, 'dist/live', app);
  const pods = kubectl.read<{ items: Pod[] }>([
    ...['get', 'pods', '--selector', `app.kubernetes.io/name=${app}`],
  ]);
  await bundleProgram({ root, entry: `apps/${app}/src/main.ts`, outdir });
  const running = (await pods).items.filter(
    ({ metadata, status }) =>
      status.phase === 'Running' && metadata.deletionTimestamp === undefined,
  );
  // The entry last: what it loads is there when it is started anew.
  const files = (await readdir(outdir)).sort(
    (a, b) => Number(a === 'main.js') - Number(b === 'main.js'),
  );
  const names = running.map(({ metadata }) => metadata.name);
  await Promise.all(
    names.map((name) =>
      pipeCommands(
        ['tar', '--create', '--directory', outdir, ...files],
        [
          ...['kubectl', '--namespace', kubectl.namespace, 'exec', '--stdin', name, '--'],
          ...['tar', '--extract', '--no-same-owner', '--touch', '--directory', '/live'],
        ],
      ),
    ),
  );
  return names;
}
