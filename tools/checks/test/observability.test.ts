// Rules, dashboards and runbooks name what the code measures, and nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusName } from '@ballast/telemetry';
import { instruments, type Instrument } from '@ballast/tracing';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');
const files = join(root, 'k8s/components/observability');

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly annotations?: { readonly runbook_url?: string };
}

const rules = ['recording.yaml', 'alerts.yaml'].flatMap((file) => {
  const { groups } = parse(readFileSync(join(files, 'rules', file), 'utf8')) as {
    groups: { rules: Rule[] }[];
  };
  return groups.flatMap((group) => group.rules);
});

interface Dashboard {
  readonly panels: { readonly title: string; readonly targets: { readonly expr: string }[] }[];
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
const recorded = new Set(rules.flatMap(({ record }) => record ?? []));

/** Every metric that an expression names, with the labels that it asks for. */
function findSelectors(expr: string) {
  const found = expr.matchAll(
    /\b([a-z][a-z0-9_]*(?::[a-z0-9_]+)*)(?:\{([^}]*)\})?(?=[\s)[{/<>=-]|$)/g,
  );
  const words = new Set(['sum', 'by', 'rate', 'max', 'and', 'or', 'unless', 'vector', 'le']);
  return [...found]
    .map(([, name = '', matchers = '']) => ({
      name,
      labels: [...matchers.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label),
    }))
    .filter(({ name }) => name.includes('_') && !words.has(name) && !isLabel(name));
}

const allLabels = new Set([...samples.values()].flat());
const isLabel = (name: string): boolean => allLabels.has(name) || name === 'histogram_quantile';

const expressions = [
  ...rules.map(({ record, alert, expr }) => [record ?? alert ?? '', expr] as const),
  ...panels.flatMap(({ file, title, targets }) =>
    targets.map(({ expr }, index) => [`${file}: ${title} ${index}`, expr] as const),
  ),
];

test.each(expressions)('%s asks for what is measured', (_, expr) => {
  const selectors = findSelectors(expr);
  expect(selectors).not.toEqual([]);
  for (const { name, labels } of selectors) {
    expect([...samples.keys(), ...recorded]).toContain(name);
    const known = samples.get(name) ?? labels;
    expect(known).toEqual(expect.arrayContaining(labels));
  }
});

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

test.skipIf(!hasPromtool)(
  'a tenth of the orders failing for an hour pages, one in a thousand does not (passed over without promtool)',
  () => {
    const { status, stdout, stderr } = spawnSync(
      'promtool',
      ['test', 'rules', join(import.meta.dirname, 'burn-rate.test.yaml')],
      { encoding: 'utf8' },
    );
    expect({ status, stderr, stdout }).toMatchObject({ status: 0 });
  },
);
