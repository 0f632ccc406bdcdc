import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMethodConfig, parsePolicy } from '@ballast/policy';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generate } from './generate.ts';
import { FOLDER } from './parse-options.ts';
import { loadServices } from './sources/load-services.ts';
import { describeStale, findStale, writeFiles } from './stale.ts';

const repository = join(import.meta.dirname, '../../..');
const published = 'protos/ballast/orders/v1/orders.policy.json';
const timeouts = `${FOLDER}/timeouts/orders.routes.yaml`;

test('what is committed is what the policies make it', async () => {
  expect(await check(repository)).toEqual([]);
});

describe('in a repository where', () => {
  const made: string[] = [];
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'mesh-policy-'));
    made.push(root);
    for (const folder of ['protos/ballast', 'k8s/base', FOLDER]) {
      await cp(join(repository, folder), join(root, folder), { recursive: true });
    }
  });
  afterAll(async () => {
    for (const each of made) await rm(each, { recursive: true });
  });

  const change = async (path: string, from: string, to: string): Promise<void> => {
    const text = await readFile(join(root, path), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(root, path), text.replace(from, to));
  };

  test('a policy changed alone: the check says so, with the command', async () => {
    await change(published, '"timeout": "5s"', '"timeout": "4s"');
    expect(await check(root)).toEqual([
      expect.stringMatching(
        /POLICIES\.md: differs in line \d+: .*timeout: 4s.*timeout: 5s.*writes it anew\)$/,
      ),
      `${timeouts}: differs in line 7: "value: 4s" is what the policies make of it, got "value: 5s" (npx nx run k8s:mesh-policy writes it anew)`,
    ]);
  });

  test('a resource changed alone: the check says so, with the command', async () => {
    await change(timeouts, 'value: 5s', 'value: 50s');
    expect(await check(root)).toEqual([
      `${timeouts}: differs in line 7: "value: 5s" is what the policies make of it, got "value: 50s" (npx nx run k8s:mesh-policy writes it anew)`,
    ]);
  });

  test('a policy changed: what the client goes by and the route follow, and all is well', async () => {
    await change(published, '"timeout": "5s"', '"timeout": "4s"');
    await writeFiles(root, FOLDER, generate(await loadServices({ root })));
    const policy = parsePolicy(await readFile(join(root, published), 'utf8'), { file: published });
    const path = '/ballast.orders.v1.OrdersService/PlaceOrder';
    expect(findMethodConfig(policy, path)?.timeout).toBe('4s');
    const steps = parse(await readFile(join(root, timeouts), 'utf8')) as { value: string }[];
    expect(steps.slice(0, 2)).toEqual([
      { op: 'test', path: '/spec/http/1/name', value: 'PlaceOrder' },
      { op: 'add', path: '/spec/http/1/timeout', value: '4s' },
    ]);
    expect(await check(root)).toEqual([]);
  });

  test('a service is gone: its resources are told of, and taken away', async () => {
    await rm(join(root, 'k8s/base/notifications'), { recursive: true });
    const lines = await check(root);
    expect(lines).toContain(
      `${FOLDER}/hosts/notifications.yaml: is of no policy (npx nx run k8s:mesh-policy takes it away)`,
    );
    await writeFiles(root, FOLDER, generate(await loadServices({ root })));
    expect(await check(root)).toEqual([]);
  });

  test('an overlay has a policy of its own: it counts there, and the others stay', async () => {
    const policies = 'k8s/overlays/mine';
    await cp(join(root, published), join(root, policies, 'orders.policy.json'));
    await change(`${policies}/orders.policy.json`, '"timeout": "5s"', '"timeout": "3s"');
    const { governed } = await loadServices({ root, policies });
    expect(governed.map(({ policyFile }) => policyFile)).toEqual([
      'protos/ballast/inventory/v1/inventory.policy.json',
      'protos/ballast/notifications/v1/notifications.policy.json',
      'k8s/overlays/mine/orders.policy.json',
    ]);
  });
});

async function check(root: string): Promise<string[]> {
  const stale = await findStale(root, FOLDER, generate(await loadServices({ root })));
  return stale.map(describeStale);
}
