import { testServiceDefinition } from '@ballast/testing';
import type { TestServiceDefinition } from '@ballast/testing';
import { createClient } from '../src/index.ts';
import type { CallDefaults, ChannelSettings, Client } from '../src/index.ts';

/** A client of the test service that shares no connection with other tests. */
export function connect(
  address: string,
  options: CallDefaults & Partial<ChannelSettings> = {},
): Client<TestServiceDefinition> {
  return createClient(testServiceDefinition, {
    target: `static:///${address}`,
    ...options,
    channelOptions: { 'grpc.use_local_subchannel_pool': 1, ...options.channelOptions },
  });
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
