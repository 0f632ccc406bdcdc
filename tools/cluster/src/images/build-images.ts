import { join } from 'node:path';
import type { Kubectl } from '../kubectl.ts';
import { runCommand } from '../run-command.ts';
import type { Progress } from '../say-progress.ts';
import { findContentTag } from './content-tag.ts';
import type { Delivery, ImageBuild } from './delivery.ts';

export interface ImagesToBuild {
  readonly root: string;
  /** As the manifests call them: `ballast-orders`. */
  readonly names: readonly string[];
  readonly delivery: Delivery;
  readonly kubectl: Kubectl;
  readonly progress: Progress;
}

/**
 * Builds each image and brings it to the nodes; what they have already is left alone.
 *
 * @returns the reference of each, by its name
 */
export async function buildImages(options: ImagesToBuild): Promise<ReadonlyMap<string, string>> {
  const { root, names, delivery, kubectl, progress } = options;
  const apps = names.map((name) => name.replace(/^ballast[-/]/, ''));
  await progress.during('bundle', apps.join(', '), () => stage(root, apps));

  const present = await listImagesOnNodes(kubectl);
  const references = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const build = describeBuild(root, name, apps[index] ?? '');
    const staged = join(root, 'dist/images', apps[index] ?? '');
    const tag = await findContentTag([staged, build.dockerfile], build.buildArguments);
    const reference = `${delivery.prefix}${name}:${tag}`;
    references.set(name, reference);
    if (present.has(reference)) progress.say('image', `${reference} is there`);
    else await progress.during('image', reference, () => delivery.deliver(reference, build));
  }
  return references;
}

function describeBuild(root: string, name: string, app: string): ImageBuild {
  return {
    name,
    dockerfile: join(root, 'Dockerfile'),
    context: root,
    buildArguments: { APP: app, BUNDLES: 'staged' },
    // The one image that is not a program of ours has a stage of its own.
    target: app === 'postgres' ? 'postgres' : undefined,
  };
}

/** What goes into them beyond Node: dist/images/<app>. */
async function stage(root: string, apps: readonly string[]): Promise<void> {
  await runCommand(process.execPath, [join(root, 'tools/images/src/main.ts'), ...apps], {
    cwd: root,
  });
}

interface Node {
  readonly status: { readonly images?: readonly { readonly names?: readonly string[] }[] };
}

/** Those that every node has. Whoever may not look at nodes knows of none. */
async function listImagesOnNodes(kubectl: Kubectl): Promise<ReadonlySet<string>> {
  const nodes = await kubectl.read<{ items: Node[] }>(['get', 'nodes']).catch(() => undefined);
  const sets = (nodes?.items ?? []).map(
    ({ status }) => new Set((status.images ?? []).flatMap(({ names = [] }) => names)),
  );
  return sets.reduce((all, one) => all.intersection(one), sets[0] ?? new Set<string>());
}
