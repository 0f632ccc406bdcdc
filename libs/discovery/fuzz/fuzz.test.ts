// A small part of what `npm run bench -- discovery-fuzz` plays; the seed is fixed, so that a test
// that was green stays so until the code changes.
import { expect, test } from 'vitest';
import {
  createDnsPollWorld,
  createEtcdWorld,
  createFileWorld,
  createKubernetesWorld,
  fuzzSource,
} from './index.ts';

test.each([
  ['kubernetes:', createKubernetesWorld, 20],
  ['etcd:', createEtcdWorld, 9],
  ['dns-poll:', createDnsPollWorld, 9],
  ['file:', createFileWorld, 7],
])(
  '%s tells only what was true, and comes to what is true',
  async (_scheme, createWorld, kinds) => {
    const result = await fuzzSource({ createWorld, seed: 20261125, events: 8_000 });
    expect(result.events).toBe(8_000);
    expect(result.sets).toBeGreaterThan(100);
    expect(result.failures).toBeGreaterThan(10);
    expect(result.kinds.size).toBe(kinds);
  },
);
