import type { GovernedService } from '../sources/service.ts';
import { findBalancing } from './balancing-config.ts';
import { type ConnectionLimits, mapConnectionLimits } from './connection-limits.ts';
import { type LoadBalancer, mapLoadBalancer } from './load-balancer.ts';
import { mapOutlierDetection, type OutlierDetection } from './outlier-detection.ts';
import type { Mapped } from './remark.ts';
import { mapRetryBudget, type RetryBudget } from './retry-budget.ts';

/** `trafficPolicy` of a DestinationRule, a concern each. */
export interface Destination {
  readonly loadBalancer: LoadBalancer;
  readonly retryBudget: RetryBudget;
  /** Undefined where the policy ejects nobody. */
  readonly outlierDetection: OutlierDetection | undefined;
  readonly connectionPool: ConnectionLimits;
}

export function mapDestination(service: GovernedService): Mapped<Destination> {
  const balancing = findBalancing(service.policy);
  const loadBalancer = mapLoadBalancer(balancing);
  const outlierDetection = mapOutlierDetection(balancing);
  const retryBudget = mapRetryBudget(service.policy);
  const connectionPool = mapConnectionLimits(service);
  return {
    value: {
      loadBalancer: loadBalancer.value,
      retryBudget: retryBudget.value,
      outlierDetection: outlierDetection.value,
      connectionPool: connectionPool.value,
    },
    remarks: [loadBalancer, outlierDetection, retryBudget, connectionPool].flatMap(
      ({ remarks }) => remarks,
    ),
  };
}
