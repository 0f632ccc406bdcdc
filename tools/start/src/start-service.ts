import type { BackOffOptions } from './back-off.ts';
import { createEndpointsFile } from './endpoints-file.ts';
import { launchInstance } from './launch-instance.ts';
import type { PlatformLog } from './platform-log.ts';
import { Replica } from './replica.ts';
import {
  findEndpointsPath,
  hasEndpoints,
  isReachedByPort,
  planService,
  type Service,
  type Surroundings,
} from './services.ts';

/** Starts replicas of one service; what a killed platform left in its endpoints file is swept. */
export async function startService(
  service: Service,
  names: readonly string[],
  surroundings: Surroundings,
  log: PlatformLog,
  backOff: BackOffOptions = {},
): Promise<Replica[]> {
  const endpoints = hasEndpoints(service)
    ? createEndpointsFile(findEndpointsPath(surroundings.dataDirectory, service))
    : undefined;
  await endpoints?.sweep();
  return names.map(
    (name) =>
      new Replica({
        name,
        endpoints,
        backOff,
        // Nobody chooses among them by that file: it is for who looks at them.
        ...(isReachedByPort(service) ? { overlapMs: 0 } : {}),
        logger: log.logger,
        launch: () => launchInstance(planService(service, name, surroundings), log.outputOf(name)),
      }),
  );
}
