import { expect, test } from 'vitest';
import { parseOptions } from './parse-options.ts';

test('without options it writes where the components are', () => {
  expect(parseOptions([])).toEqual({
    ...{ help: false, check: false, policies: undefined, to: 'k8s/components/istio' },
  });
});

test('an overlay with policies of its own has its resources elsewhere', () => {
  const args = [
    '--check',
    '--policies',
    'k8s/overlays/mine/policies',
    '--to=k8s/overlays/mine/istio',
  ];
  expect(parseOptions(args)).toEqual({
    help: false,
    ...{ check: true, policies: 'k8s/overlays/mine/policies', to: 'k8s/overlays/mine/istio' },
  });
});

test.each([
  [['--policies', 'a'], '--policies must come with --to: k8s/components/istio is of the published'],
  [['--to', '/etc'], '--to must be a folder of the repository, from its root, got "/etc"'],
  [['--to', '../x'], '--to must be a folder of the repository, from its root, got "../x"'],
  [['--chek'], "Unknown option '--chek'"],
  [['now'], 'Unexpected argument'],
])('%j is refused', (args, says) => {
  expect(() => parseOptions(args)).toThrow(says);
});
