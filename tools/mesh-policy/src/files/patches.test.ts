import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { generate } from '../generate.ts';
import { shopMethods } from '../sources/contract.fixture.ts';
import { createGovernedService } from '../sources/load-services.ts';

interface Step {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

const retryPolicy = {
  ...{ maxAttempts: 3, initialBackoff: '0.05s', maxBackoff: '0.5s', backoffMultiplier: 2 },
  retryableStatusCodes: ['UNAVAILABLE'],
};
const service = createGovernedService({
  ...{ name: 'shop', policyFile: 'shop.policy.json', methods: shopMethods },
  text: JSON.stringify({
    loadBalancingConfig: [{ ballast: {} }],
    methodConfig: [{ name: [{}], timeout: '2s', retryPolicy }],
  }),
});
const files = new Map(
  generate({ governed: [service], plain: [] }).map(({ path, text }) => [path, text]),
);
const stepsOf = (path: string) => parse(files.get(path) ?? '') as Step[];
const names = ['repeated-above', 'Buy', 'Look', 'Break', 'Watch', 'Fill', 'other'];

test('hosts has the routes, none with repeats', () => {
  const [virtualService] = parseAllDocuments(files.get('hosts/shop.yaml') ?? '').map(
    (each) => each.toJS() as { spec: { http: { name: string; retries: object }[] } },
  );
  const { http } = virtualService!.spec;
  expect(http.map(({ name }) => name)).toEqual(names);
  expect(http.map(({ retries }) => retries)).toEqual(names.map(() => ({ attempts: 0 })));
});

test.each([
  'timeouts/shop.routes.yaml',
  'retries/shop.routes.yaml',
  'canary/shop/routes.yaml',
  'mirror/shop/routes.yaml',
])('each step of %s comes after a test of who stands at its place', (path) => {
  const steps = stepsOf(path).map((step) => ({ ...step, place: step.path.split('/')[3] ?? '' }));
  const tests = steps.filter(({ op }) => op === 'test');
  expect(tests.map(({ value }) => value)).toEqual(tests.map(({ place }) => names[Number(place)]));
  expect(new Set(tests.map((step) => step.path.split('/')[4]))).toEqual(new Set(['name']));
  const untested = steps.filter(
    ({ op, place }, index) =>
      op !== 'test' &&
      steps.slice(0, index).findLast((step) => step.op === 'test')?.place !== place,
  );
  expect(untested).toEqual([]);
  expect(steps.length).toBeGreaterThan(tests.length);
});

const placesOf = (path: string, op: string, end: string) =>
  stepsOf(path)
    .filter((step) => step.op === op && step.path.endsWith(end))
    .map((step) => names[Number(step.path.split('/')[3])]);

describe('what is patched where', () => {
  test('timeouts: no stream that stays open, and no route of no method', () => {
    expect(placesOf('timeouts/shop.routes.yaml', 'add', '/timeout')).toEqual([
      ...['Buy', 'Look', 'Break', 'Fill'],
    ]);
  });

  test('retries: what may be repeated', () => {
    expect(placesOf('retries/shop.routes.yaml', 'replace', '/retries')).toEqual(['Buy', 'Look']);
  });

  test('copies: what changes nothing, and is no stream', () => {
    expect(placesOf('mirror/shop/routes.yaml', 'add', '/mirror')).toEqual(['Look']);
  });

  test('a canary: all routes, so that no call passes it by', () => {
    expect(placesOf('canary/shop/routes.yaml', 'replace', '/route')).toEqual(names);
    const weights = stepsOf('canary/shop/routes.yaml')
      .filter(({ op }) => op === 'replace')
      .map(({ value }) => (value as { weight: number }[]).map(({ weight }) => weight));
    expect(new Set(weights.map(String))).toEqual(new Set(['90,10']));
  });

  test('faults: routes before all others, of calls that ask for them', () => {
    const steps = stepsOf('fault-injection/shop.routes.yaml');
    expect(steps.map(({ path }) => path)).toEqual(['/spec/http/0', '/spec/http/0']);
    const matches = steps.map(({ value }) => (value as { match: unknown }).match);
    expect(matches).toEqual([
      [{ headers: { 'ballast-fault': { exact: 'delay' } } }],
      [{ headers: { 'ballast-fault': { exact: 'abort' } } }],
    ]);
  });
});

test('a service without methods that change nothing has nothing to copy', () => {
  const changing = {
    ...service,
    methods: shopMethods.map((each) => ({ ...each, isReading: false })),
  };
  const paths = generate({ governed: [changing], plain: [] }).map(({ path }) => path);
  expect(paths.filter((path) => path.startsWith('mirror/'))).toEqual([]);
});

test('a second version does what is asked of it, and nothing besides', () => {
  const patchesOf = (hasWorkers: boolean) => {
    const files = generate({ governed: [{ ...service, hasWorkers }], plain: [] });
    const pods = files.find(({ path }) => path === 'canary/shop/pods/kustomization.yaml')!;
    const { patches } = parse(pods.text) as { patches: { patch: string }[] };
    return patches.map(({ patch }) => patch).join('\n');
  };
  expect(patchesOf(true)).toContain("env: [{ name: BALLAST_WORKERS, value: 'off' }]");
  expect(patchesOf(false)).not.toContain('BALLAST_WORKERS');
});
