// The inventory's contract with nothing behind it: all four kinds of calls, and work that takes time.
import { setTimeout as pause } from 'node:timers/promises';
import type { InventoryServiceService, Stock } from '@ballast/contracts';
import type { Handlers } from '@ballast/server';
import { unimplemented } from '@ballast/status';
import type { Workload } from './workload.ts';

const later = (): never => {
  throw unimplemented('nobody asks this replica for that');
};

export function createHandlers(workload: Workload): Handlers<typeof InventoryServiceService> {
  return {
    async getStock({ sku }, { signal }) {
      await workload.run(signal);
      return { stock: stockOf(sku) };
    },
    // One message for each sku that is asked for; the sku says how long it takes.
    async *watchStock({ skus }, { signal }) {
      for (const sku of skus) {
        await pause(gapOf(sku), undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        yield { stock: stockOf(sku) };
      }
    },
    async importStock(rows, { signal }) {
      const received = await Array.fromAsync(rows);
      await workload.run(signal);
      return { imported: BigInt(received.length), rejected: 0n, errors: [] };
    },
    async *adjustStock(requests, { signal }) {
      for await (const { sku } of requests) {
        await pause(gapOf(sku), undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        yield { outcome: { $case: 'adjusted', value: stockOf(sku) } };
      }
    },
    listStock: later,
    reserve: later,
    commit: later,
    release: later,
  };
}

/** `wait-4` takes 4 ms. */
export function skuOfGap(gapMs: number): string {
  return `wait-${gapMs}`;
}

function gapOf(sku: string): number {
  return Number(sku.slice('wait-'.length)) || 0;
}

function stockOf(sku: string): Stock {
  return { sku, name: sku, priceCents: 1n, onHand: 1n, reserved: 0n, available: 1n, version: 1n };
}
