import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest.ts';
import { Overlay } from './overlay.ts';
import { readKustomization, type Variant } from './variants.ts';

const run = promisify(execFile);

/** A program that builds kustomizations, with the arguments that come before the folder. */
export type Kustomize = readonly string[];

/** Undefined where neither is installed, or only one that is too old to know components. */
export async function findKustomize(): Promise<Kustomize | undefined> {
  for (const [program, verb] of [
    ['kubectl', 'kustomize'],
    ['kustomize', 'build'],
  ] as const) {
    // Came with kustomize 4, which is in kubectl 1.21; Debian 12 has kubectl 1.20.
    const isNewEnough = await run(program, [verb, '--help']).then(
      ({ stdout }) => stdout.includes('--load-restrictor'),
      () => false,
    );
    if (isNewEnough) return [program, verb];
  }
  return undefined;
}

export async function listOverlays(root: string): Promise<string[]> {
  const entries = await readdir(join(root, 'k8s/overlays'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Of each object the file it comes from (see `originOf`): ten times the work where there are many patches. */
export interface RenderOptions {
  /** Default: false. */
  readonly withOrigins?: boolean;
}

/**
 * Renders one overlay.
 *
 * @throws Error with what kustomize says, where it cannot be rendered.
 */
export async function renderOverlay(
  kustomize: Kustomize,
  root: string,
  name: string,
  options: RenderOptions = {},
): Promise<Overlay> {
  const write = (around: string) => ({
    resources: [relative(around, join(root, 'k8s/overlays', name))],
  });
  return new Overlay(name, await build(kustomize, root, write, options));
}

/** Renders an overlay as it is after somebody has changed its list of components. */
export async function renderVariant(
  kustomize: Kustomize,
  root: string,
  { name, overlay, components }: Variant,
  options: RenderOptions = {},
): Promise<Overlay> {
  const folder = join(root, 'k8s/overlays', overlay);
  const kustomization = await readKustomization(folder);
  const write = (around: string) => {
    const place = (path: string) => relative(around, resolve(folder, path));
    return {
      ...kustomization,
      resources: kustomization.resources?.map(place),
      components: components.map((each) => relative(around, join(root, each))),
    };
  };
  return new Overlay(name, await build(kustomize, root, write, options));
}

async function build(
  [program = '', ...args]: Kustomize,
  root: string,
  write: (around: string) => object,
  { withOrigins = false }: RenderOptions,
): Promise<Manifest[]> {
  // Around it, so that objects say where they come from here, and not in a cluster.
  const around = await mkdtemp(join(tmpdir(), 'k8s-check-'));
  try {
    const kustomization = {
      ...write(around),
      ...(withOrigins && { buildMetadata: ['originAnnotations'] }),
    };
    await writeFile(join(around, 'kustomization.yaml'), JSON.stringify(kustomization));
    // A variant names the files of its overlay, which are not below its own folder.
    const reach = ['--load-restrictor', 'LoadRestrictionsNone'];
    const { stdout } = await run(program, [...args, ...reach, around], {
      maxBuffer: 64 * 1024 * 1024,
    });
    return parseAllDocuments(stdout)
      .map((document) => document.toJS() as Manifest)
      .map((each) => placeOrigin(each, around, root));
  } finally {
    await rm(around, { recursive: true });
  }
}

const annotation = 'config.kubernetes.io/origin';

/** The file that an object comes from, from the root of the repository. */
export function originOf({ metadata }: Manifest): string | undefined {
  return metadata.annotations?.[annotation];
}

function placeOrigin(manifest: Manifest, around: string, root: string): Manifest {
  const { annotations = {} } = manifest.metadata;
  const [, path] = /^(?:path|configuredIn): (.*)$/m.exec(annotations[annotation] ?? '') ?? [];
  if (path === undefined) return manifest;
  const origin = relative(root, resolve(around, path)).replaceAll('\\', '/');
  return {
    ...manifest,
    metadata: { ...manifest.metadata, annotations: { ...annotations, [annotation]: origin } },
  };
}
