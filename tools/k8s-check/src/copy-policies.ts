// Copies the policies that k8s/base/policies lists from protos/, where their services publish them:
// kustomize reads nothing outside its folder.
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'k8s/base/policies');
for (const file of await readdir(folder)) {
  const [, service] = /^(\w+)\.policy\.json$/.exec(file) ?? [];
  if (service === undefined) continue;
  await cp(join(root, 'protos/ballast', service, 'v1', file), join(folder, file));
}
