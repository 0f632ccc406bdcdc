import { basename } from 'node:path';
import { createFile, type GeneratedFile } from './generated-file.ts';

const source = 'protos/ballast/*/v1/*.policy.json';
const component = {
  apiVersion: 'kustomize.config.k8s.io/v1alpha1',
  kind: 'Component',
};

/** A component that brings files as they are. */
export function createBringing(
  folder: string,
  says: string,
  files: readonly GeneratedFile[],
): GeneratedFile {
  return createComponent(folder, says, {
    resources: files.map(({ path }) => basename(path)).sort(),
  });
}

/** A component that patches what `hosts` brings. */
export function createPatching(
  folder: string,
  says: string,
  files: readonly GeneratedFile[],
): GeneratedFile {
  const patches = files
    .map(({ path }) => basename(path))
    .sort()
    .map((path) =>
      path.endsWith('.routes.yaml')
        ? { path, target: { kind: 'VirtualService', name: path.slice(0, -'.routes.yaml'.length) } }
        : { path },
    );
  return createComponent(folder, says, { patches });
}

export function createComponent(folder: string, says: string, body: object): GeneratedFile {
  const path = `${folder}/kustomization.yaml`;
  const file = createFile(path, source, { ...component, ...body });
  const [first = '', ...rest] = file.text.split('\n');
  return { path, text: [first, `# ${says}`, ...rest].join('\n') };
}
