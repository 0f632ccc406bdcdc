import { expect, test } from 'vitest';
import { chooseDelivery } from './choose-delivery.ts';

const none = { builder: undefined, registry: undefined };

test.each([
  ['kind-kind', 'docker, then kind load', 'localhost/'],
  ['k3d-shop', 'docker, then k3d image import', 'localhost/'],
  ['minikube', 'docker, then minikube image load', 'localhost/'],
  ['docker-desktop', 'docker', 'localhost/'],
])('the name of context %s tells how images get to its nodes', (context, how, prefix) => {
  expect(chooseDelivery({ context, ...none })).toMatchObject({ how, prefix });
});

test('a registry that is named is pushed to, whatever the context', () => {
  const registry = 'registry.example.com/shop/';
  expect(chooseDelivery({ context: 'kind-kind', ...none, registry })).toMatchObject({
    how: 'docker, then push to registry.example.com/shop/',
    prefix: 'registry.example.com/shop/',
  });
});

test('a builder that is named is used, whatever else there is', () => {
  const choice = { context: 'kind-kind', builder: 'make-image --fast', registry: 'r.example.com' };
  expect(chooseDelivery(choice)).toMatchObject({
    how: 'BALLAST_IMAGE_BUILDER (make-image --fast)',
    prefix: 'localhost/',
  });
});

test('a context that tells nothing is refused with what would help', () => {
  expect(() => chooseDelivery({ context: 'production', ...none })).toThrow(
    /context "production".*--registry.*BALLAST_IMAGE_BUILDER/,
  );
});
