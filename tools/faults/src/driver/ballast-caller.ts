// The product's client, as an application has it.
import { createClient } from '@ballast/client';
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { Code, isStatusError } from '@ballast/status';
import { Metadata } from '@grpc/grpc-js';
import { policyOf } from '../plan/policy-of.ts';
import { skuOfGap } from '../replica/handlers.ts';
import { type Caller, commonChannelOptions } from './caller.ts';
import { type DriveSetting, INCOMPLETE } from './messages.ts';

export function createBallastCaller(setting: DriveSetting): Caller {
  const { kind, messages, timeoutMs, target } = setting;
  const client = createClient(inventory, {
    target,
    policy: policyOf(setting.participant),
    channelOptions: commonChannelOptions,
  });
  const skus = Array.from({ length: messages }, () => skuOfGap(setting.gapMs));
  const rows = skus.map((sku) => ({ sku, name: sku, priceCents: 1n, received: 1n }));
  const adjustments = skus.map((sku) => ({ sku, delta: 1n }));

  const begin = async (options: { timeoutMs: number; metadata: Metadata }): Promise<number> => {
    switch (kind) {
      case 'unary':
        await client.getStock({ sku: 'tea' }, options);
        return Code.OK;
      case 'server-streaming':
        return countOf(client.watchStock({ skus }, options), messages);
      case 'client-streaming': {
        const { imported } = await client.importStock(rows, options);
        return imported === BigInt(messages) ? Code.OK : INCOMPLETE;
      }
      case 'bidi':
        return countOf(client.adjustStock(adjustments, options), messages);
      default:
        return kind satisfies never;
    }
  };
  return {
    async call(criticality) {
      const metadata = new Metadata();
      metadata.set('ballast-criticality', criticality);
      try {
        return await begin({ timeoutMs, metadata });
      } catch (error) {
        return isStatusError(error) ? error.code : Code.UNKNOWN;
      }
    },
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}

async function countOf(answers: AsyncIterable<unknown>, wanted: number): Promise<number> {
  const received = await Array.fromAsync(answers);
  return received.length === wanted ? Code.OK : INCOMPLETE;
}
