import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from '@ballast/client';
import { InventoryServiceService } from '@ballast/contracts';
import { findTestServer } from '@ballast/persistence/testing';
import { isListeningMessage } from '@ballast/program';
import { spawnProgram } from '@ballast/testing';

const program = join(import.meta.dirname, '../../inventory/src/main.ts');

/** The inventory as it is, in a process of its own. */
export async function startInventory() {
  const spawned = spawnProgram(
    program,
    { PORT: '0', BALLAST_DATABASE_URL: await findTestServer(), LOG_LEVEL: 'error' },
    true,
  );
  const started = await Promise.race([once(spawned.child, 'message'), spawned.end]);
  const message: unknown = Array.isArray(started) ? started[0] : started;
  if (!isListeningMessage(message)) throw new Error(`not started: ${JSON.stringify(message)}`);
  const client = createClient(InventoryServiceService, {
    target: `static:///${message.address}`,
  });
  return {
    client,
    /** Puts units of each sku into the house. */
    async stockUp(stock: Readonly<Record<string, number>>, priceCents = 250n) {
      await client.importStock(
        Object.entries(stock).map(([sku, units]) => ({
          ...{ sku, name: `name of ${sku}`, priceCents, received: BigInt(units) },
        })),
      );
    },
    /** Units in the house and units held. */
    async stockOf(sku: string) {
      const { stock } = await client.getStock({ sku });
      return [Number(stock?.onHand), Number(stock?.reserved)];
    },
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await spawned[Symbol.asyncDispose]();
    },
  };
}

export type TestInventory = Awaited<ReturnType<typeof startInventory>>;
