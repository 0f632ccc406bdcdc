import { expect, test } from 'vitest';
import { parseClusterCommand } from './parse-options.ts';

test('up and down need nothing else', () => {
  const options = {
    ...{ namespace: 'ballast', overlay: 'dev', timeoutSeconds: 180 },
    ...{ registry: undefined, waits: true },
  };
  expect(parseClusterCommand(['up'])).toEqual({ kind: 'up', options });
  expect(parseClusterCommand(['down', '--'])).toEqual({ kind: 'down', options });
});

test('down need not wait', () => {
  expect(parseClusterCommand(['down', '--no-wait'])).toMatchObject({ options: { waits: false } });
});

test('live has an overlay of its own', () => {
  expect(parseClusterCommand(['live'])).toMatchObject({
    kind: 'live',
    options: { overlay: 'live', namespace: 'ballast' },
  });
});

test('every option is read', () => {
  const args = ['up', '--namespace=shop', '--overlay', 'prod', '--registry=r.example.com/x'];
  expect(parseClusterCommand([...args, '--timeout=60'])).toMatchObject({
    options: {
      ...{ namespace: 'shop', overlay: 'prod', registry: 'r.example.com/x', timeoutSeconds: 60 },
    },
  });
});

test.each([
  ['none', 'dev'],
  ['sidecar', 'istio'],
  ['proxyless', 'istio-proxyless'],
])('the mesh %s is the overlay %s', (mesh, overlay) => {
  expect(parseClusterCommand(['up', `--mesh=${mesh}`])).toMatchObject({ options: { overlay } });
});

test.each([['up', '--help'], ['--help'], ['down', '-h']])('help is asked for: %j', (...args) => {
  expect(parseClusterCommand(args)).toEqual({ kind: 'help' });
});

test.each([
  [[], 'the first argument must be up, live or down, got ""'],
  [['sideways'], 'got "sideways"'],
  [['up', '--namespace=No'], '--namespace must be a DNS label, got "No"'],
  [['up', '--overlay=../x'], '--overlay must be a folder of k8s/overlays, got "../x"'],
  [['up', '--mesh=linkerd'], '--mesh must be none, sidecar or proxyless, got "linkerd"'],
  [['up', '--mesh=sidecar', '--overlay=prod'], 'leave out --overlay=prod'],
  [['up', '--timeout=5'], '--timeout must be within 10..3600, got "5"'],
  [['up', '--timeout=soon'], 'got "soon"'],
  [['up', '--no-wait'], '--no-wait is of down, not of up'],
  [['up', '--registry='], '--registry must name a registry, got ""'],
  [['up', '--nmaespace=x'], '--nmaespace'],
])('%j is refused in one line that names the option and the value', (args, part) => {
  expect(() => parseClusterCommand(args)).toThrow(part);
});
