import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../test/settings.ts';
import { createResource, nameInstance } from './resource.ts';

const nameIn = (environment: Record<string, string>, attributes = '') => {
  const settings = settingsOf({ OTEL_RESOURCE_ATTRIBUTES: attributes });
  return nameInstance(createResource('shop', settings, environment));
};

const inPod = { KUBERNETES_SERVICE_HOST: '10.96.0.1' };

describe('a process calls itself', () => {
  test('by its instance id, which is another one for each process', () => {
    const name = nameIn({});
    expect(name).toMatch(/^[0-9a-f-]{36}$/);
    expect(nameIn({})).not.toBe(name);
  });

  test('by the instance id that it is given', () => {
    expect(nameIn({}, 'service.instance.id=orders#1')).toBe('orders#1');
  });

  test('in a pod by the name of the pod, which is that of its host', () => {
    expect(nameIn(inPod)).toBe(hostname());
  });

  test('in a pod by the name that it is given, where its host has another', () => {
    expect(nameIn(inPod, 'k8s.pod.name=orders-7d4f-x2')).toBe('orders-7d4f-x2');
  });
});
