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
 * The entry last: `node --watch` must not find half a program. What it loads is named for its content, so
 * that nothing which runs is overwritten. The entry stays the same file, which is what is watched.
 */
const unpack = `
rm -rf /live/new && mkdir /live/new && cd /live/new
tar --extract --no-same-owner
cp -rn . /live
cat main.js > /live/main.js
`;

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
  const files = await readdir(outdir);
  const names = running.map(({ metadata }) => metadata.name);
  await Promise.all(
    names.map((name) =>
      pipeCommands(
        ['tar', '--create', '--directory', outdir, ...files],
        [
          ...['kubectl', '--namespace', kubectl.namespace, 'exec', '--stdin', name, '--'],
          ...['sh', '-ec', unpack],
        ],
      ),
    ),
  );
  return names;
}
