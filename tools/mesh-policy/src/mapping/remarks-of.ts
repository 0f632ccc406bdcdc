import type { BallastMethodConfig, MethodConfig, MethodName } from '@ballast/policy';
import type { Method } from '../sources/method.ts';
import type { GovernedService } from '../sources/service.ts';
import { mapDestination } from './destination.ts';
import type { Remark } from './remark.ts';
import { mapRetryPolicy } from './retries.ts';
import { isBudgetEmpty, isTimed, mayRepeat } from './route.ts';

/** What became of every field of a policy, in the order of the file. */
export function remarksOf(service: GovernedService): Remark[] {
  const { policy } = service;
  return [
    ...mapDestination(service).remarks,
    ...(policy.methodConfig ?? []).flatMap((config) => [...remarkMethods(service, config)]),
    ...remarkThrottling(service),
    ...(policy.ballast?.methodConfig ?? []).flatMap((config) => [...remarkExtras(config)]),
  ];
}

function* remarkMethods(service: GovernedService, config: MethodConfig): Generator<Remark> {
  const field = `methodConfig[${namesOf(config.name)}]`;
  const methods = service.methods.filter((method) => isNamed(config.name, method));
  if (config.timeout !== undefined) {
    yield {
      field: `${field}.timeout: ${config.timeout}`,
      fidelity: 'exactly',
      says: "`timeout` of the route, the most that a caller's deadline may be; our client has the same deadline, and it comes first",
    };
    yield* remarkEach(
      `${field}.timeout: ${config.timeout}`,
      methods.filter((method) => !isTimed(config, method)),
      'stays open, and would be cut short: name it by its method where that is meant',
      'by the client',
    );
  }
  if (config.retryPolicy !== undefined) {
    yield* mapRetryPolicy(config.retryPolicy, `${field}.retryPolicy`).remarks;
    const left = methods.filter((method) => !mayRepeat(service, method));
    const reason = isBudgetEmpty(service.policy)
      ? 'is not repeated, since the budget is empty'
      : 'is not repeated, as it is a stream or not idempotent';
    yield* remarkEach(`${field}.retryPolicy`, left, reason, 'by nobody');
  }
  if (config.hedgingPolicy !== undefined) {
    yield {
      field: `${field}.hedgingPolicy`,
      fidelity: 'by nobody',
      says: 'VirtualServices have no hedging, and behind a sidecar a client does not repeat',
    };
  }
  if (config.waitForReady === true) {
    yield {
      field: `${field}.waitForReady: true`,
      fidelity: 'by nobody',
      says: 'without a healthy replica Envoy fails the call at once, with UNAVAILABLE',
    };
  }
  for (const size of ['maxRequestBytes', 'maxResponseBytes'] as const) {
    if (config[size] === undefined) continue;
    yield {
      field: `${field}.${size}: ${config[size]}`,
      fidelity: 'by the client',
      says: 'no field',
    };
  }
}

function* remarkEach(
  field: string,
  methods: readonly Method[],
  says: string,
  fidelity: Remark['fidelity'],
): Generator<Remark> {
  for (const { name } of methods)
    yield { field: `${field}, ${name}`, fidelity, says: `${name} ${says}` };
}

function* remarkThrottling({ policy }: GovernedService): Generator<Remark> {
  if (policy.retryThrottling === undefined) return;
  const { maxTokens, tokenRatio } = policy.retryThrottling;
  yield {
    field: `retryThrottling: ${maxTokens} tokens, ${tokenRatio} back for a success`,
    fidelity: 'nearly',
    says: '`retryBudget` takes its place',
  };
}

function* remarkExtras(config: BallastMethodConfig): Generator<Remark> {
  const field = `ballast.methodConfig[${namesOf(config.name)}]`;
  const { idempotent, criticality, hedging, breaker, fallback } = config;
  if (idempotent !== undefined) {
    const says = 'routes without it have `retries.attempts: 0`';
    yield { field: `${field}.idempotent: ${idempotent}`, fidelity: 'exactly', says };
  }
  if (hedging !== undefined) {
    const says =
      'VirtualServices have no hedging (`perTryTimeout` would give the first attempt up), and behind a sidecar a client makes one attempt; the `retryPolicy` remains';
    yield { field: `${field}.hedging`, fidelity: 'by nobody', says };
  }
  if (criticality !== undefined) {
    const says = 'it travels in a header, for servers to refuse by';
    yield { field: `${field}.criticality: ${criticality}`, fidelity: 'by the client', says };
  }
  if (breaker !== undefined) {
    const says = 'Istio ejects replicas, and does not give up a method';
    yield { field: `${field}.breaker`, fidelity: 'by the client', says };
  }
  if (fallback !== undefined) {
    const says = 'what is answered instead is for who calls to know';
    yield { field: `${field}.fallback: ${fallback}`, fidelity: 'by the client', says };
  }
}

const namesOf = (names: readonly MethodName[]): string =>
  names.map(({ service, method }) => method || service || 'every method').join(', ');

const isNamed = (names: readonly MethodName[], { path }: Method): boolean =>
  names.some(({ service, method }) =>
    method ? path === `/${service}/${method}` : !service || path.startsWith(`/${service}/`),
  );
