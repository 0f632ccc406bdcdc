import {
  type BalancingConfig,
  type Fields,
  fieldsOf,
  numberOf,
  textOf,
} from './balancing-config.ts';
import type { Mapped, Remark } from './remark.ts';

/** `trafficPolicy.loadBalancer` of a DestinationRule. */
export interface LoadBalancer {
  /**
   * Always off: outlierDetection turns it on, and then all calls go to the replicas of the caller's
   * own zone while one of them is healthy, however few they are.
   */
  readonly localityLbSetting: { readonly enabled: false };
  /**
   * Absent where least-request is meant: it is a sidecar's default, while clients that speak xDS
   * themselves get round_robin, which all of them know (grpc-js-xds 1.14 refuses LEAST_REQUEST).
   */
  readonly simple?: 'ROUND_ROBIN' | 'RANDOM';
  readonly consistentHash?: {
    readonly httpHeaderName: string;
    readonly ringHash: { readonly minimumRingSize: number };
  };
  /** Envoy's slow start. */
  readonly warmup?: {
    readonly duration: string;
    readonly minimumPercent: number;
    readonly aggression: number;
  };
}

export function mapLoadBalancer(balancing: BalancingConfig): Mapped<LoadBalancer> {
  const algorithm = mapAlgorithm(balancing);
  const warmup = mapSlowStart(balancing, algorithm.value.consistentHash !== undefined);
  return {
    value: {
      ...{ localityLbSetting: { enabled: false } },
      ...algorithm.value,
      ...(warmup.value && { warmup: warmup.value }),
    },
    remarks: [
      ...algorithm.remarks,
      ...warmup.remarks,
      ...remarkZone(balancing),
      ...balancing.wrappers.map((wrapper): Remark => {
        const field = `loadBalancingConfig.${wrapper}`;
        return { field, fidelity: 'by nobody', says: 'a sidecar connects to every endpoint' };
      }),
    ],
  };
}

type Algorithm = Pick<LoadBalancer, 'simple' | 'consistentHash'>;

function mapAlgorithm({ name, config }: BalancingConfig): Mapped<Algorithm> {
  const field = `loadBalancingConfig.${name}`;
  const say = (
    value: Algorithm,
    fidelity: Remark['fidelity'],
    says: string,
  ): Mapped<Algorithm> => ({ value, remarks: [{ field, fidelity, says }] });
  switch (name) {
    case 'least_request_experimental':
      return say(
        {},
        'exactly',
        "`simple` is left out: a sidecar's default is least-request of two",
      );
    case 'round_robin':
      return say({ simple: 'ROUND_ROBIN' }, 'exactly', '`simple: ROUND_ROBIN`');
    case 'random':
      return say({ simple: 'RANDOM' }, 'exactly', '`simple: RANDOM`');
    case 'weighted_round_robin':
      return say(
        { simple: 'ROUND_ROBIN' },
        'nearly',
        '`simple: ROUND_ROBIN`: Istio knows nothing of reported loads',
      );
    case 'ring_hash_experimental': {
      const httpHeaderName = textOf(config, 'requestHashHeader', '');
      if (httpHeaderName === '') {
        return say({}, 'by nobody', 'wants `requestHashHeader`: Istio hashes by a header alone');
      }
      const minimumRingSize = numberOf(config, 'minRingSize', 1024);
      return say(
        { consistentHash: { httpHeaderName, ringHash: { minimumRingSize } } },
        'exactly',
        '`consistentHash.httpHeaderName`',
      );
    }
    case 'ballast':
      return say(
        {},
        'nearly',
        "`simple` is left out: a sidecar's default is least-request of two, which goes by calls under way and not by latency",
      );
    default:
      return say({}, 'by nobody', 'a sidecar balances calls: its default, least-request of two');
  }
}

/** `ballast` has one of 10 s where nothing is said; the others have none. */
function mapSlowStart(
  { name, config }: BalancingConfig,
  isHashed: boolean,
): Mapped<LoadBalancer['warmup']> {
  const slowStart: Fields | undefined =
    fieldsOf(config, 'slowStart') ?? (name === 'ballast' ? {} : undefined);
  if (slowStart === undefined) return { value: undefined, remarks: [] };
  const duration = textOf(slowStart, 'window', '10s');
  const field = `loadBalancingConfig.${name}.slowStart: ${duration}`;
  if (/^0(\.0+)?s$/.test(duration)) return { value: undefined, remarks: [] };
  if (isHashed || name === 'random') {
    const says = 'Envoy has a slow start for round robin and least-request alone';
    return { value: undefined, remarks: [{ field, fidelity: 'by nobody', says }] };
  }
  return {
    value: {
      duration,
      minimumPercent: Math.round(numberOf(slowStart, 'minShare', 0.1) * 1e4) / 100,
      aggression: numberOf(slowStart, 'aggression', 1),
    },
    remarks: [{ field, fidelity: 'exactly', says: '`warmup`; a client that speaks xDS has none' }],
  };
}

function* remarkZone({ name, config }: BalancingConfig): Generator<Remark> {
  if (name !== 'ballast' && fieldsOf(config, 'zonePreference') === undefined) return;
  yield {
    field: `loadBalancingConfig.${name}.zonePreference`,
    fidelity: 'by nobody',
    says: "`localityLbSetting` is off: Istio's stays in a zone until nobody in it is healthy, and knows no spilling over by load",
  };
}
