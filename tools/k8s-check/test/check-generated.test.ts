import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkGenerated } from '../src/check-generated.ts';

const repository = join(import.meta.dirname, '../../..');
const policy = 'protos/ballast/inventory/v1/inventory.policy.json';
const destination = 'k8s/components/istio/outlier-detection/inventory.destination.yaml';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'k8s-check-'));
  for (const folder of ['protos/ballast', 'k8s/base', 'k8s/components/istio']) {
    await cp(join(repository, folder), join(root, folder), { recursive: true });
  }
});
afterEach(() => rm(root, { recursive: true }));

const change = async (path: string, from: string, to: string): Promise<void> => {
  const text = await readFile(join(root, path), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(root, path), text.replace(from, to));
};

test('what is committed is right', async () => {
  expect(await checkGenerated(repository)).toEqual([]);
});

test('a policy that was changed alone is found, with the command', async () => {
  await change(policy, '"maxAttempts": 3', '"maxAttempts": 4');
  const lines = await checkGenerated(root);
  expect(lines).toContain(
    'k8s/components/istio/retries/inventory.routes.yaml: differs in line 8: "attempts: 3" is what the policies make of it, got "attempts: 2" (npx nx run k8s:mesh-policy writes it anew) (mesh-policy)',
  );
});

test('a generated file that was changed alone is found, with the command', async () => {
  await change(destination, 'interval: 1s', 'interval: 9s');
  expect(await checkGenerated(root)).toEqual([
    `${destination}: differs in line 12: "interval: 1s" is what the policies make of it, got "interval: 9s" (npx nx run k8s:mesh-policy writes it anew) (mesh-policy)`,
  ]);
});

test('a policy that is none is told of, and not taken', async () => {
  await change(policy, '"timeout": "2s"', '"timeout": "two"');
  expect(await checkGenerated(root)).toEqual([
    expect.stringMatching(/inventory\.policy\.json: .*timeout must be a duration/),
  ]);
});
