import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { createResponseEncoder } from '../calls/response-encoder.ts';
import { MessageSizes } from './message-sizes.ts';
import { traceCalls } from './trace-calls.ts';

const serialize = () => Buffer.alloc(0);
const sizes = new MessageSizes(
  createResponseEncoder({ path: '', responseStream: false, responseSerialize: serialize }, 1),
);

test.each([
  ['/ballast.inventory.v1.InventoryService/GetStock', true],
  ['/ballast.admin.v1.AdminService/WatchState', false],
  // A console asks all the time: each answer would be a span, and a post of the spans to it.
  ['/ballast.faults.v1.FaultService/ListFaults', false],
  ['/grpc.health.v1.Health/Check', false],
])('a call of %s is traced: %s', (path, isTraced) => {
  const known = path.startsWith('/grpc.') ? [] : [[path, sizes] as const];
  const observation = traceCalls(new Map(known)).callStarted({
    ...{ path, metadata: new Metadata(), startedMs: 0, getPeer: () => '' },
  } as Parameters<ReturnType<typeof traceCalls>['callStarted']>[0]);
  expect(observation !== undefined).toBe(isTraced);
});
