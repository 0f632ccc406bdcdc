// Rules, dashboards and runbooks name what the code measures, and nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusName } from '@ballast/telemetry';
import { instruments, type Instrument } from '@ballast/tracing';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { findAggregations, findResultLabels, findSelectors } from './promql.ts';

const root = join(import.meta.dirname, '../../..');
const files = join(root, 'k8s/components/observability');

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly annotations?: {
    readonly summary?: string;
    readonly description?: string;
    readonly runbook_url?: string;
  };
}

const rules = ['recording.yaml', 'alerts.yaml'].flatMap((file) => {
  const { groups } = parse(readFileSync(join(files, 'rules', file), 'utf8')) as {
    groups: { rules: Rule[] }[];
  };
  return groups.flatMap((group) => group.rules);
});

interface Target {
  readonly expr: string;
  readonly legendFormat: string;
}

interface Dashboard {
  readonly panels: { readonly title: string; readonly targets: Target[] }[];
}

const panels = readdirSync(join(files, 'dashboards')).flatMap((file) => {
  const dashboard = JSON.parse(readFileSync(join(files, 'dashboards', file), 'utf8')) as Dashboard;
  return dashboard.panels.map(({ title, targets }) => ({ file, title, targets }));
});

/** What Prometheus knows: each sample with its labels. */
const samples = new Map<string, readonly string[]>(
  Object.entries(instruments).flatMap(
    ([name, { kind, unit, attributes }]: [string, Instrument]) => {
      const base = prometheusName(name, unit);
      const labels = [...attributes.map((label) => label.replaceAll('.', '_')), 'job', 'instance'];
      if (kind === 'counter') return [[`${base}_total`, labels] as const];
      if (kind === 'gauge') return [[base, labels] as const];
      return [
        [`${base}_bucket`, [...labels, 'le']] as const,
        ...[`${base}_count`, `${base}_sum`].map((sample) => [sample, labels] as const),
      ];
    },
  ),
);
const recorded = new Map(
  rules.flatMap(({ record, expr }) =>
    record === undefined ? [] : [[record, findResultLabels(expr, labelsOf)] as const],
  ),
);

function labelsOf(metric: string): readonly string[] {
  return samples.get(metric) ?? recorded.get(metric) ?? [];
}

const expressions = [
  ...rules.map(
    ({ record, alert, expr, annotations = {} }) =>
      [record ?? alert ?? '', expr, Object.values(annotations).join(' ')] as const,
  ),
  ...panels.flatMap(({ file, title, targets }) =>
    targets.map(
      ({ expr, legendFormat }, index) =>
        [`${file}: ${title} ${index}`, expr, legendFormat] as const,
    ),
  ),
];

test.each(expressions)('%s asks for what is measured', (_, expr) => {
  const selectors = findSelectors(expr);
  expect(selectors).not.toEqual([]);
  for (const { name, labels } of selectors) {
    expect([...samples.keys(), ...recorded.keys()]).toContain(name);
    expect(labelsOf(name)).toEqual(expect.arrayContaining([...labels]));
  }
});

test.each(expressions)('%s groups by labels that what it groups has', (_, expr) => {
  for (const { by, of } of findAggregations(expr)) {
    expect(of).not.toEqual([]);
    for (const { name } of of) expect(labelsOf(name)).toEqual(expect.arrayContaining([...by]));
  }
});

test.each(expressions)('%s says in words only labels that come out', (_, expr, words) => {
  const said = [...words.matchAll(/\{\{\s*(?:\$labels\.)?([a-z_]+)\s*\}\}/g)].map(
    ([, label]) => label,
  );
  expect(findResultLabels(expr, labelsOf)).toEqual(expect.arrayContaining(said));
});

test('a record has the labels that it is grouped by, and no others', () => {
  expect(recorded.get('ballast:rpc_duration_seconds:p99_rate5m')).toEqual(['rpc_method']);
  expect(recorded.get('ballast:ordering_errors:ratio_rate1h')).toEqual([]);
  const expr = 'sum by (le, a) (rate(m_bucket{b="x(y)"}[5m])) / sum(ballast:n:o{c!~"d"}) > 1';
  expect(findAggregations(expr)).toEqual([
    { by: ['le', 'a'], of: [{ name: 'm_bucket', labels: ['b'] }] },
    { by: [], of: [{ name: 'ballast:n:o', labels: ['c'] }] },
  ]);
});

const readComponent = (path: string): unknown =>
  parse(readFileSync(join(files, 'prometheus', path), 'utf8'));

test('the Prometheus that is brought along evaluates the rules', () => {
  const { rule_files: globs } = readComponent('prometheus.yaml') as { rule_files: string[] };
  const { template } = (readComponent('deployment.yaml') as PodMaker).spec;
  const [{ volumeMounts }] = template.spec.containers;
  const rulesVolume = template.spec.volumes.find(
    (each) => each.configMap?.name === 'ballast-rules',
  );
  const mount = volumeMounts.find(({ name }) => name === rulesVolume?.name);
  expect(globs).toEqual([`${mount?.mountPath}/*.yaml`]);
});

interface PodMaker {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly [
          { readonly volumeMounts: readonly { name: string; mountPath: string }[] },
        ];
        readonly volumes: readonly { name: string; configMap?: { name: string } }[];
      };
    };
  };
}

const alerts = rules.filter(({ alert }) => alert !== undefined);

test.each(alerts.map(({ alert, annotations }) => [alert, annotations?.runbook_url ?? 'none']))(
  '%s has a runbook that names it: %s',
  (alert, page) => {
    expect(existsSync(join(root, page))).toBe(true);
    expect(readFileSync(join(root, page), 'utf8')).toContain(String(alert));
  },
);

test('no runbook is left over', () => {
  const named = new Set(alerts.map(({ annotations }) => annotations?.runbook_url));
  const pages = readdirSync(join(root, 'docs/runbooks')).map((page) => `docs/runbooks/${page}`);
  expect(pages.filter((page) => !named.has(page))).toEqual([]);
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

test.skipIf(!hasPromtool)('promtool accepts the rules (passed over without promtool)', () => {
  const { status, stdout, stderr } = spawnSync(
    'promtool',
    [
      'check',
      'rules',
      ...['recording.yaml', 'alerts.yaml'].map((file) => join(files, 'rules', file)),
    ],
    { encoding: 'utf8' },
  );
  expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
});

test.skipIf(!hasPromtool)('promtool accepts the Prometheus that is brought along', () => {
  const { status, stdout, stderr } = spawnSync(
    'promtool',
    ['check', 'config', '--syntax-only', join(files, 'prometheus/prometheus.yaml')],
    { encoding: 'utf8' },
  );
  expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
});

test.skipIf(!hasPromtool).each([
  ['a tenth of the orders failing for an hour pages, one in a thousand does not', 'burn-rate'],
  ['one client alone that sees no endpoint pages, and says which', 'no-endpoint'],
])('%s (passed over without promtool)', (_, file) => {
  const { status, stdout, stderr } = spawnSync(
    'promtool',
    ['test', 'rules', join(import.meta.dirname, `${file}.test.yaml`)],
    { encoding: 'utf8' },
  );
  expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
});
