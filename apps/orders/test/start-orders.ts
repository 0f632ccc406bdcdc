import { createClient } from '@ballast/client';
import { descriptors, OrdersServiceService } from '@ballast/contracts';
import { silentLogger } from '@ballast/logging';
import { openDatabase } from '@ballast/persistence';
import type { Database } from '@ballast/persistence';
import { findTestServer, openTestDatabase } from '@ballast/persistence/testing';
import { implement, startServer } from '@ballast/server';
import { createOrdersHandlers } from '../src/handlers.ts';
import type { PlacingFallback } from '../src/open-placing-policy.ts';
import type { Reservations } from '../src/saga/reservations.ts';
import { createSaga } from '../src/saga/saga.ts';
import { startRelay } from '../src/saga/start-relay.ts';
import { createOrderStore } from '../src/store/create-order-store.ts';
import { migrations } from '../src/store/migrations.ts';
import type { OrdersTables } from '../src/store/tables.ts';

export type OrdersDatabase = Database<OrdersTables>;

/** A migrated schema of its own. */
export function openOrdersDatabase(): Promise<OrdersDatabase> {
  return openTestDatabase<OrdersTables>(migrations);
}

/** The same tables again, over connections of their own: as another replica has them. */
export async function openReplica({ schema }: OrdersDatabase): Promise<OrdersDatabase> {
  return openDatabase<OrdersTables>({
    ...{ url: await findTestServer(), schema, applicationName: 'replica', logger: silentLogger },
  });
}

export interface TestOrdersOptions {
  readonly database: OrdersDatabase;
  readonly reservations: Reservations;
  readonly placeBudgetMs?: number;
  readonly writeBudgetMs?: number;
  readonly intentHoldMs?: number;
  /** Default `accept`. */
  readonly fallback?: PlacingFallback;
  /** Default: on, and never looking without a hint. */
  readonly relay?: { readonly pollMs: number } | 'off';
}

/** A replica of the orders service in this process, on a database and an inventory of the test's choice. */
export async function startOrders(options: TestOrdersOptions) {
  const { database, reservations, intentHoldMs = 60_000 } = options;
  const { placeBudgetMs = 5000, writeBudgetMs = 5000 } = options;
  const logger = silentLogger;
  // Hints are lost only where a test wants it: whoever waits for a poll instead runs out of time.
  const longMs = 60_000;
  const ttls = { idempotencyTtlMs: longMs, eventPollMs: longMs };
  const store = createOrderStore({ database, logger, intentHoldMs, ...ttls });
  const saga = createSaga({ store, reservations });
  const { pollMs } = typeof options.relay === 'object' ? options.relay : { pollMs: longMs };
  const times = { relayPollMs: pollMs, relayLeaseMs: 5000, relayRetryLongestMs: 200 };
  const relay =
    options.relay === 'off' ? undefined : startRelay({ database, store, saga, logger, ...times });
  const handlers = createOrdersHandlers({
    ...{ store, saga, logger, placeBudgetMs, writeBudgetMs },
    fallback: () => options.fallback ?? 'accept',
  });
  const server = await startServer({
    address: '127.0.0.1:0',
    services: [implement(OrdersServiceService, handlers)],
    descriptors,
    logger,
    drainDelayMs: 0,
  });
  const client = createClient(OrdersServiceService, { target: `static:///${server.address}` });
  return {
    ...{ client, store, saga, server },
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
      await relay?.stop();
    },
  };
}

export type TestOrders = Awaited<ReturnType<typeof startOrders>>;
