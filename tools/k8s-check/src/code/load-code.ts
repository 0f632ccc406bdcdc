import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kubernetesRights } from '@ballast/discovery';
import { listImages } from '@ballast/tool-images';
import { loadContracts } from '@ballast/tool-mesh-policy';
import { parse } from 'yaml';
import type { Code } from './code.ts';
import { loadModels } from './load-models.ts';
import { loadProgram } from './load-program.ts';

/** Reads the code: configurations and contracts by importing them, routes as text. */
export async function loadCode(root: string): Promise<Code> {
  const apps = (await readdir(join(root, 'apps'))).filter((app) =>
    existsSync(join(root, 'apps', app, 'src/config.ts')),
  );
  const contracts = loadContracts();
  const programs = await Promise.all([
    ...apps.map((app) => loadProgram({ root, contracts, name: app, folder: `apps/${app}/src` })),
    loadProgram({
      ...{ root, contracts, name: 'catalogue', folder: 'tools/images/src/catalogue' },
      alsoCallsIn: ['tools/start/src/fill-catalogue.ts'],
    }),
  ]);
  return {
    programs: new Map(programs.map((program) => [program.name, program])),
    images: listImages(root),
    skaffoldImages: await readSkaffoldImages(join(root, 'skaffold.yaml')),
    discoveryRights: kubernetesRights,
    policies: await readPolicies(join(root, 'protos/ballast')),
    contracts,
    models: await loadModels(),
  };
}

async function readSkaffoldImages(path: string): Promise<string[] | undefined> {
  if (!existsSync(path)) return undefined;
  const skaffold = parse(await readFile(path, 'utf8')) as {
    build?: { artifacts?: readonly { image: string }[] };
  };
  return (skaffold.build?.artifacts ?? []).map(({ image }) => image);
}

async function readPolicies(folder: string): Promise<Map<string, string>> {
  const paths = await readdir(folder, { recursive: true });
  const found = paths.filter((path) => path.endsWith('.policy.json'));
  const texts = found.map(async (path): Promise<[string, string]> => [
    path.split(/[\\/]/).at(-1)!,
    await readFile(join(folder, path), 'utf8'),
  ]);
  return new Map(await Promise.all(texts));
}
