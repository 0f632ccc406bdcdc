// What a handler sets going knows the call that it serves.
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { findScope, type CallScope } from '@ballast/deadlines';
import { Code, StatusError, unavailable } from '@ballast/status';
import { createGate } from '@ballast/testing';
import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import {
  callBidi,
  callClientStream,
  callServerStream,
  callUnary,
  collect,
} from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

const nextTurn = () => new Promise(setImmediate);

function critical(extra: Record<string, string> = {}): Metadata {
  return Metadata.fromHttp2Headers({ 'ballast-criticality': 'critical', ...extra });
}

/** Notes the scope that each step ran in; all must be the same one. */
function createSteps() {
  const scopes: (CallScope | undefined)[] = [];
  return {
    note: () => void scopes.push(findScope()),
    get count() {
      return scopes.length;
    },
    get only() {
      const [first, ...others] = new Set(scopes);
      expect(others).toEqual([]);
      return first;
    },
  };
}

describe('a handler runs in the scope of its call', () => {
  it('unary', async () => {
    const steps = createSteps();
    await using shop = await startInventory({
      getStock: async (_, context) => {
        steps.note();
        await nextTurn();
        steps.note();
        expect(context.criticality).toBe('critical');
        expect(findScope()?.signal).toBe(context.signal);
        return { stock: undefined };
      },
    });
    const request = { sku: 'mug' };
    const options = { metadata: critical(), deadline: Date.now() + 50_000 };
    await callUnary(shop.client, inventory.getStock, request, options).response;
    expect(steps.count).toBe(2);
    expect(steps.only).toMatchObject({ criticality: 'critical', isRetry: false });
    expect(steps.only?.endsAtMs).toBeLessThan(Infinity);
  });

  it('server streaming: after every yield, and in its finally', async () => {
    const steps = createSteps();
    await using shop = await startInventory({
      watchStock: async function* () {
        try {
          for (let count = 0; count < 3; count++) {
            steps.note();
            yield { stock: undefined };
            await nextTurn();
          }
        } finally {
          steps.note();
        }
      },
    });
    await collect(callServerStream(shop.client, inventory.watchStock, { skus: [] }));
    expect(steps.count).toBe(4);
    expect(steps.only).toBeDefined();
  });

  it('server streaming: in its finally, too, when its caller leaves', async () => {
    const steps = createSteps();
    const yielded = createGate();
    const over = createGate();
    await using shop = await startInventory({
      watchStock: async function* () {
        try {
          for (;;) {
            steps.note();
            yield { stock: undefined };
            yielded.open();
          }
        } finally {
          steps.note();
          over.open();
        }
      },
    });
    const stream = callServerStream(shop.client, inventory.watchStock, { skus: [] });
    stream.on('error', () => undefined).pause();
    await yielded.opened;
    stream.cancel();
    await over.opened;
    expect(steps.only?.abortReason).toMatchObject({ code: Code.CANCELLED });
  });

  it('client streaming: after every request', async () => {
    const steps = createSteps();
    await using shop = await startInventory({
      importStock: async (rows) => {
        for await (const { sku } of rows) {
          steps.note();
          expect(sku).toBe('mug');
        }
        steps.note();
        return { imported: 0n, rejected: 0n, errors: [] };
      },
    });
    const { call, response } = callClientStream(shop.client, inventory.importStock);
    const row = { sku: 'mug', name: 'Mug', priceCents: 1n, received: 1n };
    call.write(row);
    await nextTurn();
    call.end(row);
    await response;
    expect(steps.count).toBe(3);
    expect(steps.only).toBeDefined();
  });

  it('bidirectional: between what it reads and what it yields', async () => {
    const steps = createSteps();
    await using shop = await startInventory({
      adjustStock: async function* (requests) {
        for await (const { sku } of requests) {
          steps.note();
          yield { outcome: { $case: 'refused', value: { sku, reason: 'NO' } } };
          steps.note();
        }
      },
    });
    const call = callBidi(shop.client, inventory.adjustStock);
    const collected = collect(call);
    call.write({ sku: 'mug', delta: 1n });
    await nextTurn();
    call.end({ sku: 'mug', delta: 1n });
    expect((await collected).messages).toHaveLength(2);
    expect(steps.count).toBe(4);
    expect(steps.only).toBeDefined();
  });
});

it.each([
  ['grpc-previous-rpc-attempts', '1', true],
  ['ballast-upstream-retry', '1', true],
  ['ballast-upstream-retry', '0', false],
  ['x-envoy-attempt-count', '1', false],
  ['x-envoy-attempt-count', '2', true],
  ['x-envoy-attempt-count', 'many', false],
])('a call with %s: %s is a repetition: %s', async (header, value, isRetry) => {
  const steps = createSteps();
  await using shop = await startInventory({
    getStock: async () => {
      steps.note();
      return { stock: undefined };
    },
  });
  const metadata = critical({ [header]: value });
  await callUnary(shop.client, inventory.getStock, { sku: 'mug' }, { metadata }).response;
  expect(steps.only?.isRetry).toBe(isRetry);
});

describe('a server whose own retries are spent', () => {
  async function pushbackOf(error: Error): Promise<unknown[]> {
    await using shop = await startInventory({
      getStock: async () => {
        findScope()!.retriesSpent = true;
        throw error;
      },
    });
    const failed = createGate<ServiceError>();
    const { path, requestSerialize, responseDeserialize } = inventory.getStock;
    const request = { sku: 'mug' };
    shop.client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (failure) =>
      failed.open(failure!),
    );
    return (await failed.opened).metadata.get('grpc-retry-pushback-ms');
  }

  it.each([
    ['UNAVAILABLE', ['-1']],
    ['DEADLINE_EXCEEDED', ['-1']],
    ['RESOURCE_EXHAUSTED', ['-1']],
    ['FAILED_PRECONDITION', []],
  ] as const)('and that fails with %s tells its caller %j', async (code, pushback) => {
    expect(await pushbackOf(new StatusError(Code[code], 'no'))).toEqual(pushback);
  });

  it('says nothing of it where it fails by a bug of its own', async () => {
    expect(await pushbackOf(new Error('a bug'))).toEqual([]);
  });

  it('lets callers come back where it is this server that leaves', async () => {
    const called = createGate();
    await using shop = await startInventory({
      getStock: (_, { signal }) => {
        findScope()!.retriesSpent = true;
        called.open();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(unavailable('gone')));
        });
      },
    });
    const failed = createGate<ServiceError>();
    const { path, requestSerialize, responseDeserialize } = inventory.getStock;
    const request = { sku: 'mug' };
    shop.client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (failure) =>
      failed.open(failure!),
    );
    await called.opened;
    shop.server.force();
    const { code, metadata } = await failed.opened;
    expect(code).toBe(Code.UNAVAILABLE);
    expect(metadata.get('grpc-retry-pushback-ms')).toEqual([]);
  });
});
