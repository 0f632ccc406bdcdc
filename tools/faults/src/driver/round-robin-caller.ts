// A plain client of grpc-js over the same endpoints: the baseline.
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { registerDiscovery } from '@ballast/discovery';
import {
  type CallOptions,
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { skuOfGap } from '../replica/handlers.ts';
import { type Caller, commonChannelOptions } from './caller.ts';
import { type DriveSetting, INCOMPLETE } from './messages.ts';

export function createRoundRobinCaller(setting: DriveSetting): Caller {
  registerDiscovery();
  const { messages, timeoutMs } = setting;
  const client = new Client(setting.target, credentials.createInsecure(), {
    ...commonChannelOptions,
    'grpc.service_config': '{"loadBalancingConfig":[{"round_robin":{}}]}',
    'grpc.service_config_disable_resolution': 1,
  });
  const skus = Array.from({ length: messages }, () => skuOfGap(setting.gapMs));
  const begin = createBegin(client, setting, skus);
  return {
    call(criticality) {
      const metadata = new Metadata();
      metadata.set('ballast-criticality', criticality);
      return begin(metadata, { deadline: Date.now() + timeoutMs });
    },
    [Symbol.dispose]: () => client.close(),
  };
}

type Begin = (metadata: Metadata, options: CallOptions) => Promise<number>;

function createBegin(client: Client, { kind }: DriveSetting, skus: readonly string[]): Begin {
  const { getStock, watchStock, importStock, adjustStock } = inventory;
  switch (kind) {
    case 'unary':
      return (metadata, options) =>
        new Promise((resolve) => {
          const { path, requestSerialize, responseDeserialize } = getStock;
          const args = [{ sku: 'tea' }, metadata, options] as const;
          client.makeUnaryRequest(path, requestSerialize, responseDeserialize, ...args, (error) =>
            resolve(error?.code ?? status.OK),
          );
        });
    case 'server-streaming':
      return (metadata, options) => {
        const { path, requestSerialize, responseDeserialize } = watchStock;
        const request = { skus: [...skus] };
        return countOf(
          client.makeServerStreamRequest(
            path,
            requestSerialize,
            responseDeserialize,
            request,
            metadata,
            options,
          ),
          skus.length,
        );
      };
    case 'client-streaming':
      return (metadata, options) =>
        new Promise((resolve) => {
          const { path, requestSerialize, responseDeserialize } = importStock;
          const call = client.makeClientStreamRequest(
            path,
            requestSerialize,
            responseDeserialize,
            metadata,
            options,
            (error, answer) => {
              const isWhole = answer?.imported === BigInt(skus.length);
              resolve(error?.code ?? (isWhole ? status.OK : INCOMPLETE));
            },
          );
          call.on('error', () => undefined);
          for (const sku of skus) call.write({ sku, name: sku, priceCents: 1n, received: 1n });
          call.end();
        });
    case 'bidi':
      return (metadata, options) => {
        const { path, requestSerialize, responseDeserialize } = adjustStock;
        const args = [metadata, options] as const;
        const call = client.makeBidiStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          ...args,
        );
        for (const sku of skus) call.write({ sku, delta: 1n });
        call.end();
        return countOf(call, skus.length);
      };
    default:
      return kind satisfies never;
  }
}

function countOf(call: ClientReadableStream<unknown>, wanted: number): Promise<number> {
  return new Promise((resolve) => {
    let count = 0;
    call.on('data', () => (count += 1));
    call.on('error', (error: ServiceError) => resolve(error.code));
    call.on('end', () => resolve(count === wanted ? status.OK : INCOMPLETE));
  });
}
