import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { InventoryServiceService as inventory } from '@ballast/contracts';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { readUsage, type Usage } from '../process-usage.ts';
import type { Told } from './service.ts';

export interface ServiceProcess extends AsyncDisposable {
  /** Never rejects: whether it was answered. */
  call(): Promise<boolean>;
  readUsage(): Promise<Usage>;
  askWhatWasTold(): Promise<Told>;
}

/** @param collectorUrl where it sends its telemetry. */
export async function startServiceProcess(collectorUrl: string): Promise<ServiceProcess> {
  const child = fork(join(import.meta.dirname, 'service.ts'), {
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl },
    // As `npm start` and the images run a service.
    execArgv: ['--max-semi-space-size=4'],
    // Its log lines go nowhere, as fast as they can.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [address] = (await once(child, 'message')) as [string];
  const client = new Client(address, credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = inventory.getStock;
  return {
    call: () =>
      new Promise((resolve) => {
        client.makeUnaryRequest(
          ...([path, requestSerialize, responseDeserialize, { sku: 'mug' }] as const),
          new Metadata(),
          { deadline: Date.now() + 5_000 },
          (error) => resolve(error === null),
        );
      }),
    readUsage: () => readUsage(child.pid!),
    async askWhatWasTold() {
      const answer = once(child, 'message') as Promise<[Told]>;
      child.send('?');
      return (await answer)[0];
    },
    async [Symbol.asyncDispose]() {
      client.close();
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
