import type { AddressInfo } from 'node:net';
import type { Logger } from '@ballast/logging';
import type { RunningProgram } from '@ballast/program';
import type { ConsoleConfig } from './config.ts';
import { createLevers } from './experiments/create-levers.ts';
import { ExperimentRunner } from './experiments/experiment-runner.ts';
import { recipes } from './experiments/recipes.ts';
import { createApplication } from './http/create-application.ts';
import { connectToGateway } from './load/ask-gateway.ts';
import { LoadGenerator } from './load/load-generator.ts';
import { Observatory } from './observatory.ts';
import { receiveTelemetry } from './otlp/receive.ts';
import type { Pages } from './pages/pages.ts';
import { servePages } from './pages/serve-pages.ts';
import type { Platform } from './platform/platform.ts';
import { addLookRoutes } from './routes/look-routes.ts';
import { SnapshotStream } from './routes/snapshot-stream.ts';
import { addSteerRoutes } from './routes/steer-routes.ts';
import { addShopRoutes } from './shop/shop-routes.ts';
import { WINDOW_LIMITS } from './window/trace-window.ts';

export interface ConsoleOptions extends ConsoleConfig {
  readonly pages: Pages;
  readonly platform: Platform;
  readonly logger: Logger;
  /** Default 1. How long experiments take, for tests: a part of the real time. */
  readonly experimentPace?: number;
}

const TELLING_TIMES = 6;
/** Enough requests to tell a few per mille. */
const EXPERIMENT_PER_SECOND = 40;

/** Listens for spans and for browsers, and follows whoever it is told to follow. */
export async function startConsole(options: ConsoleOptions): Promise<RunningProgram> {
  const { platform, logger, pages, windowAgeMs, windowBytes } = options;
  const now = Date.now;
  const gateway = connectToGateway(new URL(options.gatewayUrl));
  const observatory = new Observatory({
    ...{ platform, logger, now, targets: options.targets },
    window: {
      ...WINDOW_LIMITS,
      ...{ maxBytes: windowBytes, maxAgeMs: windowAgeMs },
      maxTellingAgeMs: TELLING_TIMES * windowAgeMs,
    },
  });
  const { happenings } = observatory;
  const load: LoadGenerator = new LoadGenerator({
    ...{ gateway, now, unwatchedSinceMs: () => stream.unwatchedSinceMs },
    onStopped: (text) => happenings.add({ kind: 'load', severity: 'info', text }, now()),
  });
  const experiments = new ExperimentRunner({
    ...{ recipes, now, levers: createLevers(observatory, platform) },
    figures: (from, to) => load.figures(from, to),
    startLoad: () => {
      if (load.state.isRunning) return () => undefined;
      load.set({ perSecond: EXPERIMENT_PER_SECOND });
      return () => void load.set({ perSecond: 0 });
    },
    onEvent: (text) => happenings.add({ kind: 'experiment', severity: 'info', text }, now()),
    pace: options.experimentPace ?? 1,
  });
  const stream: SnapshotStream = new SnapshotStream({
    now,
    observe: () => observatory.observe(load.state, experiments.current),
    hasNews: () => observatory.hasNews,
    onWatched: (isWatched) => observatory.attention.set(isWatched),
  });

  const app = await createApplication({ logger, allowedHosts: options.allowedHosts.split(',') });
  receiveTelemetry(app, {
    maxBytes: options.maxRequestBytes,
    onSpans: (batch) => observatory.receiveSpans(batch),
    onLogs: (batch) => observatory.receiveLogs(batch),
    onBroken: () => observatory.countBroken(),
  });
  addLookRoutes(app, { observatory, experiments, stream });
  addSteerRoutes(app, { observatory, platform, load, experiments });
  addShopRoutes(app, gateway);
  servePages(app, pages);

  const free = async (): Promise<void> => {
    await experiments.stop();
    load.close();
    stream.close();
    await app.close();
    gateway.close();
    observatory.close();
    platform.close();
  };
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await free();
    throw error;
  }
  const address = formatAddress(app.server.address() as AddressInfo);
  logger.info({ address }, 'serving');
  return { address, drain: free, force: () => app.server.closeAllConnections() };
}

function formatAddress({ family, address, port }: AddressInfo): string {
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}
