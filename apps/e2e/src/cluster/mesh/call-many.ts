import type { Client } from '@ballast/client';
import type { InventoryServiceService } from '@ballast/contracts';
import { codeName, isStatusError } from '@ballast/status';
import type { Metadata } from '@grpc/grpc-js';

type Inventory = Client<typeof InventoryServiceService>;

export interface ManyCalls {
  readonly calls: number;
  /** By the name of the status, `OK` too. */
  readonly outcomes: ReadonlyMap<string, number>;
}

/** Asks for the stock of a sku so often, `width` calls at a time. */
export async function callMany(
  inventory: Inventory,
  options: {
    readonly sku: string;
    readonly calls: number;
    readonly width: number;
    readonly metadata?: Metadata;
  },
): Promise<ManyCalls> {
  const { sku, calls, width, metadata } = options;
  const outcomes = new Map<string, number>();
  let left = calls;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const outcome = await outcomeOf(inventory.getStock({ sku }, { metadata }));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return { calls, outcomes };
}

/** The name of the status that a call ends with. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'OK',
    (error: unknown) => (isStatusError(error) ? codeName(error.code) : String(error)),
  );
