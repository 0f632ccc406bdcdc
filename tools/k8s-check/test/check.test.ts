import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkOverlay, describeViolation } from '../src/check-overlay.ts';
import type { Code } from '../src/code/code.ts';
import { loadCode } from '../src/code/load-code.ts';
import type { Manifest } from '../src/overlay/manifest.ts';
import { Overlay } from '../src/overlay/overlay.ts';
import {
  findKustomize,
  listOverlays,
  renderOverlay,
  renderVariant,
} from '../src/overlay/render-overlay.ts';
import { listVariants } from '../src/overlay/variants.ts';
import { everyRule } from '../src/rules/every-rule.ts';
import { leftOut } from './left-out.ts';
import { meshMistakes } from './mesh-mistakes.ts';
import { mistakes as ownMistakes } from './mistakes.ts';

const root = join(import.meta.dirname, '../../..');
const kustomize = await findKustomize();
const names = await listOverlays(root);
const variants = await listVariants(root, names);
const mistakes = [...ownMistakes, ...meshMistakes];
const everyName = [...names, ...variants.map(({ name }) => name)];

describe.skipIf(kustomize === undefined)('the overlays, as kustomize renders them', () => {
  let code: Code;
  const rendered = new Map<string, Overlay>();

  beforeAll(async () => {
    // As it will be: a file of somebody else's must not decide whether these tests can run.
    code = await loadCode(root);
    const overlays = await Promise.all([
      ...names.map((name) => renderOverlay(kustomize!, root, name)),
      ...variants.map((variant) => renderVariant(kustomize!, root, variant)),
    ]);
    for (const overlay of overlays) rendered.set(overlay.name, overlay);
  });

  const check = (overlay: Overlay) => checkOverlay(overlay, code);

  test.each(everyName)('%s keeps every rule', (name) => {
    expect(check(rendered.get(name)!).map(describeViolation)).toEqual([]);
  });

  test.each(mistakes)('$name: found by $rule alone', ({ rule, says, overlay = 'dev', make }) => {
    const manifests = structuredClone(rendered.get(overlay)!.manifests) as Manifest[];
    const find = (kind: string, name: string) => {
      const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
      if (found === undefined) throw new Error(`there is no ${kind} ${name} to make a mistake in`);
      return found;
    };
    make(find, manifests);
    const found = check(new Overlay(overlay, manifests));
    expect(found.map(describeViolation).join('\n')).toContain(says);
    expect(new Set(found.map((violation) => violation.rule))).toEqual(new Set([rule]));
  });

  test.each(leftOut)(
    '$variant without $components: found by $rules alone',
    async ({ variant, components: without, rules, says }) => {
      const whole = variants.find(({ name }) => name === variant)!;
      const components = whole.components.filter(
        (each) => !without.some((one) => each === `k8s/components/${one}`),
      );
      expect(components).toHaveLength(whole.components.length - without.length);
      const found = check(await renderVariant(kustomize!, root, { ...whole, components }));
      const lines = found.map(describeViolation).join('\n');
      for (const line of says) expect(lines).toContain(line);
      expect([...new Set(found.map(({ rule }) => rule))].sort()).toEqual(rules);
    },
  );

  test('a line names the file that the object comes from', async () => {
    const { manifests } = await renderOverlay(kustomize!, root, 'dev', { withOrigins: true });
    const service = manifests.find(({ metadata }) => metadata.name === 'orders-headless')!;
    (service.spec as { selector: unknown }).selector = { nobody: 'here' };
    const [line] = check(new Overlay('dev', manifests)).map(describeViolation);
    expect(line).toMatch(/^k8s\/base\/orders\/service\.yaml: Service /);
  });
});

test('what no overlay takes is tried on one, a way in in place of the one that is there', () => {
  expect(variants.map(({ name }) => name)).toEqual([
    'prod + autoscaling-in-flight',
    'dev + expose-gateway-api',
    'dev + expose-ingress',
    'dev + expose-node-port',
    'istio + istio/observability',
    'istio + istio/*',
    'istio-prod + istio/mirror',
    'prod + observability',
    'dev + observability/all',
  ]);
  const { components } = variants.find(({ name }) => name === 'dev + expose-ingress')!;
  expect(components.filter((each) => each.includes('/expose-'))).toEqual([
    'k8s/components/expose-ingress',
  ]);
});

test('there is a mistake for each rule', () => {
  const found = new Set(mistakes.map(({ rule }) => rule));
  expect(everyRule.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});
