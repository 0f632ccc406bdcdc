import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import { beRefused, enter, settled } from '../../test/enter.ts';
import { bidi, clientStream, serverStream } from '../../test/methods.ts';
import { createBulkhead, createGuard } from '../index.ts';
import type { Guard } from '../index.ts';

const answering = [
  ['server stream', serverStream],
  ['bidirectional stream', bidi],
] as const;
const streaming = [['client stream', clientStream], ...answering] as const;

async function openAt(guard: Guard, nowMs: number): Promise<void> {
  for (let i = 0; i < 20; i++) enter(guard, nowMs).end(status.UNAVAILABLE, nowMs);
  await settled();
  expect(guard.state).toBe('open');
}

describe.each(streaming)('a %s', (_name, method) => {
  test('that fails before an answer is a failure', () => {
    const guard = createGuard({ method });
    for (let i = 0; i < 20; i++) enter(guard, 0).end(status.UNAVAILABLE, 0);
    expect(guard.state).toBe('open');
  });

  test('is never slow', () => {
    const guard = createGuard({ method, breaker: { windowMs: 1e9 } });
    for (let i = 0; i < 20; i++) enter(guard, 0).end(status.OK, 3_600_000);
    expect(guard.snapshot(3_600_000)).toMatchObject({ state: 'closed', total: 20, slow: 0 });
  });

  test('that has lived for openDurationMs as a probe, with nothing to say, has succeeded', async () => {
    const guard = createGuard({ method, random: () => 1 });
    await openAt(guard, 0);
    for (let i = 0; i < 3; i++) enter(guard, 1000);
    beRefused(guard, 1999);
    enter(guard, 2000);
    expect(guard.state).toBe('closed');
  });
});

describe.each(answering)('a %s', (_name, method) => {
  test('is a success at its first message, and its later failure is not counted', () => {
    const guard = createGuard({ method });
    for (let i = 0; i < 50; i++) {
      const permit = enter(guard, 0);
      permit.firstMessage(1);
      permit.firstMessage(2);
      permit.end(status.UNAVAILABLE, 3);
    }
    expect(guard.snapshot(3)).toMatchObject({ state: 'closed', total: 50, failed: 0 });
  });

  test('takes no room in the bulkhead: it may watch for hours with nothing to be told', () => {
    const bulkhead = createBulkhead('testing', { maxConcurrent: 1, maxQueue: 0 });
    const guard = createGuard({ method, bulkhead });
    const watchers = Array.from({ length: 5 }, () => enter(guard, 0));
    expect(guard.bulkhead.inFlight).toBe(0);
    for (const permit of watchers) permit.end(status.OK, 2);
    expect(guard.bulkhead.inFlight).toBe(0);
  });

  test('decides a trial with its first message', async () => {
    const guard = createGuard({ method });
    await openAt(guard, 0);
    for (let i = 0; i < 2; i++) enter(guard, 1000).firstMessage(1001);
    expect(guard.state).toBe('closed');
  });
});

test('a client stream takes room until it ends, and its answer alone decides nothing', () => {
  const guard = createGuard({ method: clientStream });
  const permit = enter(guard, 0);
  permit.firstMessage(1);
  expect(guard.bulkhead.inFlight).toBe(1);
  permit.end(status.DATA_LOSS, 2);
  expect(guard.bulkhead.inFlight).toBe(0);
  expect(guard.snapshot(2)).toMatchObject({ total: 1, failed: 1 });
});
