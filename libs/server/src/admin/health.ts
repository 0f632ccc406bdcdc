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

/** All services serve, from the start until `leave`. */
export function serveHealth(
  server: AdminServer,
  serviceNames: readonly string[],
): Health & { leave(): void } {
  const names = new Set(['', ...serviceNames]);
  const implementation = new HealthImplementation(
    Object.fromEntries([...names].map((name) => [name, 'SERVING' as const])),
  );
  implementation.addToServer(server as Parameters<HealthImplementation['addToServer']>[0]);
  let leaving = false;
  return {
    set(service, serving) {
      names.add(service);
      implementation.setStatus(service, serving && !leaving ? 'SERVING' : 'NOT_SERVING');
    },
    leave() {
      leaving = true;
      for (const name of names) implementation.setStatus(name, 'NOT_SERVING');
    },
  };
}
