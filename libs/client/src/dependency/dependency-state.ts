import type { BreakerStateName } from '@ballast/breaking';
import { snapshotBalancers, type EndpointSnapshot } from '@ballast/balancing';
import type { BreakerPhase, EndpointState, StateSource } from '@ballast/state';
import type { Dependency } from './dependency.ts';

/** What the admin service is told of a dependency. */
export function describeDependency({ target, guards, steering }: Dependency): StateSource {
  return {
    channels: () =>
      snapshotBalancers()
        .filter(({ channel }) => channel === target)
        .map(({ policy, endpoints }) => ({
          target,
          balancer: policy,
          endpoints: endpoints.map(describeEndpoint),
        })),
    breakers: () =>
      guards.snapshot().breakers.map((breaker) => ({
        target,
        method: breaker.path,
        phase: phases[breaker.state],
        calls: breaker.total,
        failures: breaker.failed,
        slowCalls: breaker.slow,
        opensForMs: breaker.retryAfterMs,
      })),
    bulkheads: () => {
      const { inFlight, waiting, maxConcurrent } = guards.bulkhead.snapshot();
      return [{ target, callsInFlight: inFlight, callsWaiting: waiting, maxConcurrent }];
    },
    retryBudgets: () =>
      steering.snapshot().services.map(({ service, budget }) => ({
        target,
        service,
        calls: budget.calls,
        retries: budget.repeats,
        retriesLeft: budget.available,
      })),
    isolation: {
      target,
      isolate: (method) => {
        const guard = guards.find(method);
        guard?.isolate('by an operator');
        return guard !== undefined;
      },
      release: (method) => {
        const guard = guards.find(method);
        guard?.release();
        return guard !== undefined;
      },
    },
  };
}

const phases = {
  closed: 'closed',
  open: 'open',
  'half-open': 'half_open',
  isolated: 'isolated',
} as const satisfies Record<BreakerStateName, BreakerPhase>;

const connectivities = {
  connecting: 'CONNECTING',
  ready: 'READY',
  unreachable: 'TRANSIENT_FAILURE',
} as const;

function describeEndpoint(endpoint: EndpointSnapshot): EndpointState {
  return {
    address: endpoint.address,
    connectivity: connectivities[endpoint.state],
    zone: endpoint.zone ?? undefined,
    weight: endpoint.weight,
    callsInFlight: endpoint.inFlight,
    callsEnded: endpoint.calls,
    callsFailed: endpoint.failures,
    latencyMs: endpoint.latencyMs ?? undefined,
    leftAlone: endpoint.leftAlone ?? undefined,
  };
}
