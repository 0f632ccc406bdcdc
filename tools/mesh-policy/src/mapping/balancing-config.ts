import type { Policy } from '@ballast/policy';

/** The balancing policy that our client would take, and what is wrapped around it. */
export interface BalancingConfig {
  /** Of gRPC; `pick_first` where a policy names none. */
  readonly name: string;
  readonly config: Fields;
  /** `outlier_detection` (gRFC A50), where it is around it. */
  readonly outlierDetection: Fields | undefined;
  /** Names of other wrappers, such as `random_subsetting`. */
  readonly wrappers: readonly string[];
}

export type Fields = Readonly<Record<string, unknown>>;

/** As our client knows them: `knownBalancers()` of libs/balancing, and grpc-js's own. */
const known = [
  'ballast',
  'least_request_experimental',
  'round_robin',
  'random',
  'weighted_round_robin',
  'ring_hash_experimental',
  'pick_first',
];
const wrapping = ['outlier_detection', 'random_subsetting'];

/** The first that is known, as every gRPC client chooses. */
export function findBalancing({ loadBalancingConfig = [] }: Policy): BalancingConfig {
  return find(loadBalancingConfig) ?? bare('pick_first', {});
}

const bare = (name: string, config: Fields): BalancingConfig => ({
  ...{ name, config, outlierDetection: undefined, wrappers: [] },
});

function find(list: readonly Readonly<Record<string, object>>[]): BalancingConfig | undefined {
  for (const [name, body] of list.flatMap((each) => Object.entries(each))) {
    const config = body as Fields;
    if (known.includes(name)) return bare(name, config);
    if (!wrapping.includes(name)) continue;
    const child = find(childrenOf(config));
    if (child === undefined) continue;
    return name === 'outlier_detection'
      ? { ...child, outlierDetection: config }
      : { ...child, wrappers: [name, ...child.wrappers] };
  }
  return undefined;
}

function childrenOf(config: Fields): readonly Readonly<Record<string, object>>[] {
  const children = config['child_policy'] ?? config['childPolicy'];
  return Array.isArray(children) ? (children as Readonly<Record<string, object>>[]) : [];
}

export function fieldsOf(config: Fields, name: string): Fields | undefined {
  const value = config[name];
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

/** Numbers and durations have been checked by who parses them; here a wrong one counts as absent. */
export function numberOf(fields: Fields, name: string, whenAbsent: number): number {
  const value = fields[name];
  return typeof value === 'number' ? value : whenAbsent;
}

export function textOf(fields: Fields, name: string, whenAbsent: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : whenAbsent;
}
