import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Attributes } from '@opentelemetry/api';
import type { CollectedMetric } from '@ballast/tracing';
import { OPEN_METRICS_TYPE, PLAIN_TYPE, writeMetrics } from './open-metrics.ts';

export interface ScrapeServerOptions {
  readonly host: string;
  readonly port: number;
  readonly resource: Attributes;
  readonly collect: () => readonly CollectedMetric[];
}

/** A place to be scraped at. It keeps nothing alive by itself. */
export interface ScrapeServer extends AsyncDisposable {
  /** `http://host:port/metrics` */
  readonly url: string;
}

/** @throws Error naming the address where it cannot be listened on. */
export async function startScrapeServer(options: ScrapeServerOptions): Promise<ScrapeServer> {
  const { host, port, resource, collect } = options;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const isOpenMetrics = request.headers.accept?.includes('application/openmetrics-text') ?? false;
    response.setHeader('content-type', isOpenMetrics ? OPEN_METRICS_TYPE : PLAIN_TYPE);
    response.end(writeMetrics(collect(), { isOpenMetrics, resource }));
  });
  server.unref();
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`metrics cannot be offered at ${host}:${port}: ${String(cause)}`, { cause });
  }
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
