import { expect, test } from 'vitest';
import { describeWorkload, explainPod } from './wait-until-serving.ts';

const metadata = { name: 'orders', generation: 2 };

test('a workload serves when every wanted replica is of the newest kind and ready', () => {
  const status = { observedGeneration: 2, updatedReplicas: 2, readyReplicas: 2, replicas: 2 };
  expect(describeWorkload({ metadata, spec: { replicas: 2 }, status })).toEqual({
    text: 'orders 2/2',
    isServing: true,
  });
});

test('pods of the generation before do not count', () => {
  const status = { observedGeneration: 1, updatedReplicas: 2, readyReplicas: 2, replicas: 2 };
  expect(describeWorkload({ metadata, spec: { replicas: 2 }, status })).toEqual({
    text: 'orders 0/2',
    isServing: false,
  });
});

test('a rollout is over when the last old pod is gone', () => {
  const status = { observedGeneration: 2, updatedReplicas: 2, readyReplicas: 3, replicas: 3 };
  expect(describeWorkload({ metadata, spec: { replicas: 2 }, status }).isServing).toBe(false);
});

test('a pod that waits says why', () => {
  const state = { waiting: { reason: 'ErrImageNeverPull', message: 'not present' } };
  const status = { containerStatuses: [{ ready: false, state }] };
  expect(explainPod({ metadata: { name: 'orders-1' }, status })).toBe(
    'orders-1: ErrImageNeverPull not present',
  );
});

test('a pod without a node says why', () => {
  const conditions = [{ type: 'PodScheduled', status: 'False', message: 'Insufficient cpu' }];
  expect(explainPod({ metadata: { name: 'orders-1' }, status: { conditions } })).toBe(
    'orders-1: not scheduled, Insufficient cpu',
  );
});

test('a pod that is being made has nothing to explain', () => {
  const state = { waiting: { reason: 'ContainerCreating' } };
  const status = { containerStatuses: [{ ready: false, state }] };
  expect(explainPod({ metadata: { name: 'orders-1' }, status })).toBeUndefined();
});
