import type { AddressInfo } from 'node:net';
import { descriptors } from '@ballast/contracts';
import type { Logger } from '@ballast/logging';
import type { RunningProgram } from '@ballast/program';
import { startServer } from '@ballast/server';
import type { GatewayConfig } from './config.ts';
import { createStockFeed } from './events/stock-feed.ts';
import { createStreamSlots } from './events/stream-slots.ts';
import { admitRequests } from './http/admit-requests.ts';
import { trackConnections } from './http/connections.ts';
import { createApplication } from './http/create-application.ts';
import { createLimitedServer, keepAliveSlackMs } from './http/create-server.ts';
import { createDrain } from './http/drain.ts';
import { openRequestScopes } from './http/request-scopes.ts';
import { refuseOtherMethods } from './http/refuse-other-methods.ts';
import { documentRoutes } from './openapi.ts';
import { addHealth } from './routes/health.ts';
import { addHome } from './routes/home.ts';
import { addCancelOrder } from './routes/orders/cancel-order.ts';
import { addOrderEvents } from './routes/orders/order-events.ts';
import { addPlaceOrder } from './routes/orders/place-order.ts';
import { addReadOrders } from './routes/orders/read-orders.ts';
import { addProductEvents } from './routes/product-events.ts';
import { addProducts } from './routes/products.ts';
import { createKnownStock } from './stock/known-stock.ts';
import { startStockRefresh } from './stock/start-stock-refresh.ts';
import { createProbes, startReadiness } from './upstream/readiness.ts';
import type { Services } from './upstream/services.ts';

/** What a gateway needs. */
export interface GatewayOptions extends GatewayConfig {
  readonly services: Services;
  /** Whether the policy of inventory lets the product list be what was known last. */
  readonly mayBeStale: () => boolean;
  readonly logger: Logger;
}

/** Behind a proxy connections may be kept for minutes, and a drain has seconds. */
const maxIdleChanceMs = 5000;

/** Listens, and answers from the services. The services stay the caller's to close. */
export async function startGateway(options: GatewayOptions): Promise<RunningProgram> {
  const { services, logger, requestBudgetMs } = options;
  const readiness = startReadiness(createProbes(services));
  const slots = createStreamSlots(options.maxEventStreams, {
    heartbeatMs: options.heartbeatMs,
    retryMs: options.eventsRetryMs,
  });
  const feed = createStockFeed({
    inventory: services.inventory,
    logger,
    timeoutMs: requestBudgetMs,
  });

  const known = createKnownStock();
  const endRefresh = startStockRefresh({
    inventory: services.inventory,
    ...{ known, logger, refreshMs: options.stockRefreshMs },
  });

  const server = createLimitedServer(options);
  const connections = trackConnections(server);
  const drain = createDrain({
    server,
    connections,
    logger,
    onLeaving: () => readiness.startDraining(),
    onClosing: () => slots.endAll(),
    delayMs: options.drainDelayMs,
    idleChanceMs: Math.min(maxIdleChanceMs, options.keepAliveTimeoutMs + keepAliveSlackMs),
    graceMs: options.drainGraceMs,
  });

  const app = await createApplication({
    logger,
    server,
    maxBodyBytes: options.maxBodyBytes,
    isClosing: () => drain.isClosing,
  });
  admitRequests(app, options.maxRequests);
  openRequestScopes(app, requestBudgetMs);
  const methods = refuseOtherMethods(app);
  await documentRoutes(app);
  const context = { ...services, logger };
  addHome(app);
  addHealth(app, readiness);
  addProducts(app, {
    ...context,
    ...{ known, mayBeStale: options.mayBeStale, patienceMs: options.stockPatienceMs },
  });
  addProductEvents(app, feed, slots);
  addPlaceOrder(app, context);
  addReadOrders(app, context);
  addCancelOrder(app, context);
  addOrderEvents(app, context, slots);
  methods.finish();

  const free = async (): Promise<void> => {
    feed.close();
    endRefresh();
    readiness.stop();
    await app.close();
  };
  const admin = await startAdmin(options).catch(async (error: unknown) => {
    await free();
    throw error;
  });
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await admin.drain();
    await free();
    throw error;
  }
  return {
    address: formatAddress(server.address()),
    adminAddress: admin.address,
    drain: async () => {
      admin.health.set('', false);
      await drain.drain();
      await free();
      // Last, so that it can be seen how it drains.
      await admin.drain();
    },
    force: () => {
      connections.closeAll();
      admin.force();
      void free();
    },
  };
}

/** What this process says of itself; not for those that the gateway serves, so on a port of its own. */
function startAdmin({ adminHost, adminPort, mesh, logger }: GatewayOptions) {
  const host = adminHost.includes(':') ? `[${adminHost}]` : adminHost;
  const address = `${host}:${adminPort}`;
  return startServer({
    ...{ address, services: [], descriptors, mesh, logger, admission: false },
    // Its streams never end by themselves.
    ...{ drainDelayMs: 0, drainGraceMs: 0 },
  });
}

function formatAddress(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') return String(address);
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${host}:${address.port}`;
}
