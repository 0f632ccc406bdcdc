import type { Behaviour } from './replica.ts';

/** What the last of the replicas is up to, and how the others are. */
export interface Condition {
  readonly name: string;
  readonly title: string;
  readonly usual: Behaviour;
  readonly odd: Behaviour;
  /** The last replica joins while calls are under way. */
  readonly joins: boolean;
  /** By the names of the policies. */
  readonly policies: readonly string[];
}

export interface ComparedPolicy {
  readonly name: string;
  readonly config: { readonly [name: string]: object };
  readonly isOurs: boolean;
  /** Its name in the simulation; undefined where that has no such policy. */
  readonly simulated: string | undefined;
}

export const REPLICAS = 10;
export const MEAN_SERVICE_MS = 10;
export const SLOWDOWN = 10;
export const WORKERS = 4;
export const CALLS_PER_SECOND = 500;
export const JOIN_AFTER_MS = 1_000;

const seconds = (value: number) => ({ seconds: value, nanos: 0 });

export const comparedPolicies: readonly ComparedPolicy[] = [
  {
    name: 'round_robin',
    config: { round_robin: {} },
    isOurs: false,
    simulated: 'round_robin',
  },
  {
    name: 'outlier_detection',
    config: {
      outlier_detection: {
        interval: seconds(1),
        base_ejection_time: seconds(30),
        max_ejection_time: seconds(300),
        max_ejection_percent: 50,
        failure_percentage_ejection: {
          ...{ threshold: 50, enforcement_percentage: 100 },
          ...{ minimum_hosts: 3, request_volume: 10 },
        },
        child_policy: [{ round_robin: {} }],
      },
    },
    isOurs: false,
    simulated: undefined,
  },
  {
    name: 'weighted_round_robin',
    config: { weighted_round_robin: {} },
    isOurs: false,
    simulated: undefined,
  },
  {
    name: 'least_request (ours)',
    config: { least_request_experimental: {} },
    isOurs: true,
    simulated: 'P2C least request',
  },
  { name: 'ballast (ours)', config: { ballast: {} }, isOurs: true, simulated: 'ballast' },
];

const serving = (slowdown = 1, workers: number | null = null): Behaviour => ({
  kind: 'serving',
  meanServiceMs: MEAN_SERVICE_MS * slowdown,
  workers,
});
const usual = serving();
const always = ['round_robin', 'least_request (ours)', 'ballast (ours)'];

export const conditions: readonly Condition[] = [
  {
    name: 'healthy',
    title: 'all alike',
    ...{ usual, odd: usual, joins: false, policies: always },
  },
  {
    name: 'slow',
    title: 'one of ten 10 × slower',
    ...{ usual, odd: serving(SLOWDOWN), joins: false, policies: always },
  },
  {
    name: 'slow, queues',
    title: 'the same, 4 workers each',
    usual: serving(1, WORKERS),
    odd: serving(SLOWDOWN, WORKERS),
    ...{ joins: false, policies: always },
  },
  {
    name: 'fails fast',
    title: 'one of ten fails at once',
    ...{ usual, odd: { ...usual, kind: 'failing' }, joins: false },
    policies: ['round_robin', 'outlier_detection', ...always.slice(1)],
  },
  {
    name: 'hangs',
    title: 'one of ten never answers, deadline 1 s',
    ...{ usual, odd: { ...usual, kind: 'hanging' }, joins: false },
    policies: ['round_robin', 'outlier_detection', ...always.slice(1)],
  },
];

export const joining: Condition = {
  name: 'joins',
  title: 'the tenth comes while calls are under way',
  ...{ usual, odd: usual, joins: true },
  policies: ['round_robin', 'weighted_round_robin', 'ballast (ours)'],
};
