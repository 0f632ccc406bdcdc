import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { requireBuf } from './buf.ts';
import { buildContractSet } from './contract-set.ts';
import { createExportedNames } from './exported-names.ts';
import { listIdempotentMethods } from './idempotent-methods.ts';
import { createJsonSchemas } from './json-schemas.ts';
import { loadPolicy } from './policies.ts';
import {
  renderDescriptors,
  renderDoor,
  renderIdempotentMethods,
  renderJsonSchemas,
  renderPolicies,
} from './render.ts';

/** Everything that is generated lies in these folders, and nothing else does. */
export const generatedFolders = [
  'libs/contracts/src/gen',
  'libs/status/src/gen',
  'libs/faults/src/gen',
  'libs/server/src/gen',
] as const;

/** What buf makes of the protos, and for whom. They name their folders relative to protos/. */
const templates = [
  'buf.gen.yaml',
  'buf.gen.status.yaml',
  'buf.gen.faults.yaml',
  'buf.gen.admin.yaml',
];

/** The one generated file outside of them. */
export const generatedDoor = 'libs/contracts/src/index.ts';

/**
 * Generates from `<root>/protos` into `<target>/libs`. What was generated before and is
 * generated no more disappears.
 */
export async function writeContracts(root: string, target: string): Promise<void> {
  const protos = join(root, 'protos');
  const contracts = buildContractSet(root);
  const names = createExportedNames(contracts);
  const policies = contracts.services.map((service) => loadPolicy(root, service));
  const exportedNames = new Map(names.map((name) => [name.typeName, name.exportedName]));
  const exportedName = (typeName: string): string => exportedNames.get(typeName) ?? typeName;

  for (const folder of generatedFolders)
    rmSync(join(target, folder), { recursive: true, force: true });
  for (const template of templates) {
    requireBuf(protos, ['generate', '--template', template, '-o', join(target, 'protos')]);
  }
  removeUnimported(join(target, 'libs/contracts/src/gen'));
  removeUnimported(join(target, 'libs/faults/src/gen'));
  removeUnimported(join(target, 'libs/server/src/gen'));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  };
  write('libs/contracts/src/gen/descriptors.ts', renderDescriptors(contracts.bytes));
  write('libs/contracts/src/gen/policies.ts', renderPolicies(policies));
  write(
    'libs/contracts/src/gen/idempotent-methods.ts',
    renderIdempotentMethods(listIdempotentMethods(contracts)),
  );
  write(
    'libs/contracts/src/gen/json-schemas.ts',
    renderJsonSchemas(
      createJsonSchemas(contracts, 'request', exportedName),
      createJsonSchemas(contracts, 'response', exportedName),
    ),
  );
  // Not under gen/, so it is formatted like a file written by hand.
  const style = (await resolveConfig(join(root, generatedDoor))) ?? {};
  write(
    generatedDoor,
    await format(renderDoor(names, policies), { ...style, parser: 'typescript' }),
  );
}

/** Every generated file under `root`, relative to it. */
export function listGenerated(root: string): readonly string[] {
  const folders = generatedFolders.flatMap((folder) => listFiles(join(root, folder)));
  return [...folders.map((file) => relative(root, file)), generatedDoor].sort();
}

/** ts-proto writes every import, also those that only carry options; nobody reads those. */
function removeUnimported(folder: string): void {
  const files = listFiles(folder);
  const imported = new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/ from "(\.[^"]+)"/g)].map(([, path = '']) =>
        join(dirname(file), path),
      ),
    ),
  );
  for (const file of files) {
    if (!imported.has(file) && !relative(folder, file).startsWith('ballast')) rmSync(file);
  }
  removeEmptyFolders(folder);
}

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function removeEmptyFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
