// A service that traces every call and writes a line for it, with telemetry as its environment says:
// node tools/bench/src/exporter-away/service.ts. Any message asks what became of its telemetry.
import { loadConfig } from '@ballast/config';
import { descriptors, InventoryServiceService as inventory } from '@ballast/contracts';
import { implement, startServer, type Handlers } from '@ballast/server';
import { startTelemetry, telemetrySchema } from '@ballast/telemetry';
import { findTracingSettings, type MetricStore } from '@ballast/tracing';

/** What the metric `ballast.telemetry.*` says, of spans and log lines together. */
export interface Told {
  readonly exported: number;
  readonly overflowed: number;
  readonly undelivered: number;
}

const config = loadConfig(process.env, telemetrySchema);
const { logger } = await startTelemetry('inventory', { ...config, logLevel: 'info' });
const stock = {
  ...{ sku: 'mug', name: 'A mug', priceCents: 1290n },
  ...{ onHand: 10n, reserved: 1n, available: 9n, version: 1n },
};
const { getStock } = inventory;
const handlers: Pick<Handlers<typeof inventory>, 'getStock'> = {
  getStock: async ({ sku }) => {
    logger.info({ sku }, 'asked for stock');
    return { stock };
  },
};
const services = [implement({ getStock }, handlers)];
const { address } = await startServer({ address: '127.0.0.1:0', descriptors, logger, services });

process.on('message', () => process.send?.(readCounts()));
process.once('disconnect', () => process.exit());
process.send?.(address);

function readCounts(): Told {
  const collected = (findTracingSettings().metrics as MetricStore).collect();
  const sum = (name: string, reason?: string): number =>
    (collected.find((metric) => metric.name === name)?.numbers ?? [])
      .filter(({ attributes }) => attributes['ballast.reason'] === reason)
      .reduce((total, { value }) => total + value, 0);
  return {
    exported: sum('ballast.telemetry.exported'),
    overflowed: sum('ballast.telemetry.dropped', 'queue_full'),
    undelivered: sum('ballast.telemetry.dropped', 'not_delivered'),
  };
}
