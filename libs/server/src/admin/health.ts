import { HealthImplementation } from 'grpc-health-check';
import type { AdminServer } from './tracked-admin.ts';

/** What `grpc.health.v1` says of this server. */
export interface Health {
  /**
   * Whether a service serves; the empty name stands for the whole server. A service is named here
   * as in its contract. Once the server drains, all of them stay NOT_SERVING.
   */
  set(service: string, serving: boolean): void;
}

/** What may say NOT_SERVING of a service that serves: see `notServing` of `@ballast/faults`. */
export interface HealthFaults {
  isServing(service: string): boolean;
  onServingChange(listener: () => void): void;
}

/**
 * The name under which the process says that it lives: SERVING for as long as it can answer at all,
 * whether it leaves or was told to say that it does not serve. For a probe that restarts what fails.
 */
export const LIVENESS = 'liveness';

/** All services serve, from `begin` until `leave`. */
export function serveHealth(
  servers: readonly AdminServer[],
  serviceNames: readonly string[],
  faults?: HealthFaults,
): Health & { begin(): void; leave(): void } {
  // What each service says itself.
  const serving = new Map(['', ...serviceNames].map((name) => [name, true]));
  const implementation = new HealthImplementation({
    ...Object.fromEntries([...serving.keys()].map((name) => [name, 'NOT_SERVING' as const])),
    [LIVENESS]: 'SERVING',
  });
  for (const server of servers) {
    implementation.addToServer(server as Parameters<HealthImplementation['addToServer']>[0]);
  }
  let phase: 'starting' | 'listening' | 'leaving' = 'starting';
  const tell = (service: string): void => {
    const isServing =
      serving.get(service) === true &&
      phase === 'listening' &&
      (faults?.isServing(service) ?? true);
    implementation.setStatus(service, isServing ? 'SERVING' : 'NOT_SERVING');
  };
  const tellAll = (): void => {
    for (const service of serving.keys()) tell(service);
  };
  faults?.onServingChange(tellAll);
  return {
    set(service, isServing) {
      serving.set(service, isServing);
      tell(service);
    },
    begin() {
      if (phase === 'starting') phase = 'listening';
      tellAll();
    },
    leave() {
      phase = 'leaving';
      tellAll();
    },
  };
}
