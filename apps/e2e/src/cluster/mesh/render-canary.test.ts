import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Workload } from '../objects.ts';
import { renderCanary } from './render-canary.ts';
import { hearCanary, settleCanary, tellCanary, type ShippedCanary } from './shipped-canary.ts';

const root = join(import.meta.dirname, '../../../../..');
const call = promisify(execFile);
const run = async (args: readonly string[]) => (await call('kubectl', args)).stdout;
// Before 1.21 kubectl's kustomize knows no components.
const knowsKustomize = await run(['kustomize', '--help']).then(
  (help) => help.includes('--load-restrictor'),
  () => false,
);

const secret = {
  name: 'BALLAST_DATABASE_URL',
  valueFrom: { secretKeyRef: { name: 'inventory-database-7h5k', key: 'url' } },
};
const metadata = { name: 'inventory', uid: '1' };
const live: Workload = {
  metadata,
  spec: {
    replicas: 2,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'inventory' } },
    template: {
      metadata: {
        ...metadata,
        labels: { 'app.kubernetes.io/name': 'inventory', version: 'stable', 'is.in': 'the-mesh' },
        annotations: { 'sidecar.istio.io/nativeSidecar': 'true' },
      },
      spec: {
        containers: [
          { name: 'server', image: 'registry.example/ballast-inventory:7', env: [secret] },
        ],
      },
    },
  },
  status: {},
};

describe.skipIf(!knowsKustomize)('the component canary/inventory, as the suite takes it', () => {
  let shipped: ShippedCanary;

  beforeAll(async () => {
    shipped = await renderCanary({ run }, root, 'inventory');
  });

  test('brings a second Deployment, of one pod, with the image and the place in the mesh of the first', () => {
    expect(settleCanary(shipped, live)).toMatchObject({
      metadata: { name: 'inventory-canary' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { 'app.kubernetes.io/name': 'inventory', version: 'canary' } },
        template: {
          metadata: {
            labels: {
              'app.kubernetes.io/name': 'inventory',
              version: 'canary',
              'is.in': 'the-mesh',
            },
            annotations: live.spec.template.metadata.annotations,
          },
        },
      },
    });
  });

  test('adds the variables of a second version to those of the first, whose Secrets it keeps', () => {
    const settled = settleCanary(shipped, live) as Pick<Workload, 'spec'>;
    const [container] = settled.spec.template.spec.containers;
    expect(container?.image).toBe('registry.example/ballast-inventory:7');
    const { env = [] } = container ?? {};
    expect(env[0]).toEqual(secret);
    expect(env.filter(({ name }) => name === secret.name)).toHaveLength(1);
    expect(env).toContainEqual({ name: 'BALLAST_WORKERS', value: 'off' });
  });

  test('names both versions, each by the label that its pods have', () => {
    expect(shipped.subsets).toEqual([
      { name: 'stable', labels: { version: live.spec.template.metadata.labels?.['version'] } },
      { name: 'canary', labels: { version: 'canary' } },
    ]);
  });

  test('changes routes by their place, each after a test of who stands there', () => {
    const ops = shipped.routes.map(({ op }) => op);
    expect(new Set(ops)).toEqual(new Set(['test', 'replace']));
    expect(shipped.routes.filter(({ op }) => op === 'test').map(({ value }) => value)).toContain(
      'GetStock',
    );
  });

  test('arrives at the suite’s program as it was sent', () => {
    expect(hearCanary(tellCanary(shipped))).toEqual(shipped);
  });
});

test('a program that was not told says which variable it misses', () => {
  expect(() => hearCanary({})).toThrow('E2E_CANARY must say what the component holds');
});
