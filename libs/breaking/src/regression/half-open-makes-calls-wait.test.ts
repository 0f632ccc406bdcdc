// cockatiel 4.0.0 lets the calls that a half-open breaker has no place for wait for its decision,
// however many there are and however long it takes.
import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import { status } from '@grpc/grpc-js';
import { createGate } from '@ballast/testing';
import { expect, test } from 'vitest';
import { enter, settled } from '../../test/enter.ts';
import { unary } from '../../test/methods.ts';
import { createGuard } from '../index.ts';

const fail = () => Promise.reject(new Error('no'));

test('cockatiel settles none of 1000 calls before its probe has ended', async () => {
  const theirs = circuitBreaker(handleAll, {
    halfOpenAfter: 0,
    breaker: new ConsecutiveBreaker(1),
  });
  await theirs.execute(fail).catch(() => undefined);
  const gate = createGate();
  let settledCalls = 0;
  const calls = Array.from({ length: 1000 }, () =>
    theirs.execute(() => gate.opened).finally(() => settledCalls++),
  );
  await settled();
  expect(settledCalls).toBe(0);
  gate.open();
  await Promise.all(calls);
});

test('ours refuses 997 of 1000 in the same tick', async () => {
  const ours = createGuard({ method: unary });
  for (let i = 0; i < 20; i++) enter(ours, 0).end(status.UNAVAILABLE, 0);
  await settled();
  const kinds = Array.from({ length: 1000 }, () => ours.tryEnter(1000).kind);
  expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(997);
});
