import type { Logger } from '@ballast/logging';
import type { MetricStore } from '@ballast/tracing';
import { ExportResultCode } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { createMetricExporter } from '../export/create-exporters.ts';
import type { TelemetrySettings } from '../settings/telemetry-schema.ts';
import { startScrapeServer } from './scrape-server.ts';
import { toResourceMetrics } from './to-resource-metrics.ts';

/** How metrics leave the process. */
export interface Metrics extends AsyncDisposable {
  /** Where they can be scraped; undefined where they are sent, or go nowhere. */
  readonly scrapeUrl: string | undefined;
}

const nowhere: Metrics = { scrapeUrl: undefined, [Symbol.asyncDispose]: () => Promise.resolve() };

/** @throws Error where the address to be scraped at cannot be listened on. */
export async function startMetrics(
  store: MetricStore,
  settings: TelemetrySettings,
  resource: Resource,
  logger: Logger,
): Promise<Metrics> {
  if (settings.otelSdkDisabled === 'true') return nowhere;
  if (settings.metricsExporter === 'prometheus') {
    const server = await startScrapeServer({
      ...{ host: settings.prometheusHost, port: settings.prometheusPort },
      resource: resource.attributes,
      collect: () => store.collect(),
    });
    logger.info({ url: server.url }, 'metrics can be scraped');
    return { scrapeUrl: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }
  const exporter = await createMetricExporter(settings);
  return exporter === undefined
    ? nowhere
    : startPushing(store, settings, resource, exporter, logger);
}

function startPushing(
  store: MetricStore,
  { metricsIntervalMs, otlpTimeoutMs }: TelemetrySettings,
  resource: Resource,
  exporter: PushMetricExporter,
  logger: Logger,
): Metrics {
  let isUnderWay = false;
  // What could not be delivered is in the next export again: figures are sums since the start.
  const push = (): Promise<boolean> => {
    if (isUnderWay) return Promise.resolve(false);
    isUnderWay = true;
    return new Promise<boolean>((resolve) => {
      const settle = (isDelivered: boolean): void => {
        clearTimeout(timer);
        isUnderWay = false;
        resolve(isDelivered);
      };
      const timer = setTimeout(() => settle(false), otlpTimeoutMs + 1000);
      timer.unref();
      // A reader of somebody's figures may throw, an exporter as well: that costs this export.
      try {
        const metrics = toResourceMetrics(store.collect(), resource, store.startedAtMs);
        exporter.export(metrics, ({ code }) => settle(code === ExportResultCode.SUCCESS));
      } catch (error) {
        logger.warn({ error: String(error) }, 'metrics could not be exported');
        settle(false);
      }
    });
  };
  const timer = setInterval(() => void push(), metricsIntervalMs);
  timer.unref();
  return {
    scrapeUrl: undefined,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      const waited = new Promise((resolve) => setTimeout(resolve, 1000).unref());
      await Promise.race([push(), waited]);
      await Promise.race([exporter.shutdown().catch(() => undefined), waited]);
    },
  };
}
