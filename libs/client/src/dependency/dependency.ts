import { createMethodGuards, type GuardChange, type MethodGuards } from '@ballast/breaking';
import type { PolicySource } from '@ballast/policy';
import { createSteering, type Steering } from '@ballast/retrying';
import { processState } from '@ballast/state';
import { connectivityState } from '@grpc/grpc-js';
import type * as grpc from '@grpc/grpc-js';
import { createBreakingPolicy } from './breaking-policy.ts';
import { observeDependency } from './dependency-metrics.ts';
import { describeDependency } from './dependency-state.ts';
import { createSteeringPolicy } from './steering-policy.ts';

export interface DependencyOptions {
  readonly target: string;
  readonly policy: PolicySource;
  /** The whole of it, where somebody else balances and repeats. Default: nobody else does. */
  readonly policyOfOthers?: PolicySource | undefined;
  readonly idempotentMethods: Iterable<string>;
  readonly onBreakerChange: ((change: GuardChange) => void) | undefined;
}

/**
 * What all calls over one channel have in common beside the channel: their guards, their retry
 * budget, and the policy that both follow while it changes.
 */
export class Dependency {
  readonly target: string;
  readonly policy: PolicySource;
  readonly guards: MethodGuards;
  readonly steering: Steering;
  readonly #repeats: Steering;
  readonly #onBreakerChange: ((change: GuardChange) => void) | undefined;
  readonly #leave: (() => void)[];
  #channel: grpc.ChannelInterface | undefined;
  #isAwaited = false;

  /** @throws RangeError for what a policy file cannot be checked for. */
  constructor({ target, policy, policyOfOthers, idempotentMethods, ...rest }: DependencyOptions) {
    this.target = target;
    this.policy = policy;
    this.guards = createMethodGuards({
      ...createBreakingPolicy(policy.current),
      name: target,
      onChange: (change) => this.#breakerChanged(change),
    });
    this.steering = createSteering(createSteeringPolicy(policy.current, idempotentMethods));
    // It says what is repeated, and repeats nothing itself.
    const others = policyOfOthers?.current;
    this.#repeats = others
      ? createSteering(createSteeringPolicy(others, idempotentMethods))
      : this.steering;
    this.#onBreakerChange = rest.onBreakerChange;
    this.#leave = [
      policy.subscribe((changed) => {
        this.guards.update(createBreakingPolicy(changed));
        this.steering.update(createSteeringPolicy(changed, idempotentMethods));
      }),
      policyOfOthers?.subscribe((changed) =>
        this.#repeats.update(createSteeringPolicy(changed, idempotentMethods)),
      ) ?? (() => undefined),
      processState.add(describeDependency(this)),
      observeDependency(this),
    ];
  }

  /** Whether a call that ends with `code` has had all the repeats that it may have, whoever makes them. */
  wasSpent(path: string, code: number): boolean {
    return this.#repeats.wasSpent(path, code);
  }

  /** The channel that it is about. */
  attach(channel: grpc.ChannelInterface): void {
    this.#channel = channel;
  }

  close(): void {
    this.#channel = undefined;
    for (const leave of this.#leave) leave();
  }

  #breakerChanged(change: GuardChange): void {
    if (change.to === 'open') this.#awaitConnection();
    this.#onBreakerChange?.(change);
  }

  /** A breaker that opened because nothing could be reached tries again as soon as something can. */
  #awaitConnection(): void {
    if (this.#channel === undefined || this.#isAwaited) return;
    const state = this.#channel.getConnectivityState(false);
    if (state === connectivityState.READY || state === connectivityState.SHUTDOWN) return;
    this.#isAwaited = true;
    this.#channel.watchConnectivityState(state, Infinity, () => {
      this.#isAwaited = false;
      if (this.#channel?.getConnectivityState(false) === connectivityState.READY) {
        this.guards.healthy();
      } else {
        this.#awaitConnection();
      }
    });
  }
}
