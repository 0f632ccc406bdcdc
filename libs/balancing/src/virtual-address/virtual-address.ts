import { type ChannelOptions, experimental, Metadata, status } from '@grpc/grpc-js';
import type { BalancingPolicy } from '../seam/endpoint-picker.ts';
import { registerBalancingPolicy } from '../seam/register-balancing-policy.ts';
import { PolicyLoadBalancer } from '../seam/policy-load-balancer.ts';
import { parseVirtualAddressConfig, type VirtualAddressConfig } from './config.ts';
import { findSurplus } from './find-surplus.ts';
import { FirstPicker } from './picker.ts';

export const virtualAddressPolicy: BalancingPolicy<VirtualAddressConfig> = {
  parseConfig: parseVirtualAddressConfig,
  createPicker: (context) => new FirstPicker(context),
};

type Endpoints = experimental.StatusOr<experimental.Endpoint[]>;

/**
 * For where something on the way balances: one address, one connection, nothing left alone. Several
 * addresses at the start fail calls with UNAVAILABLE, so that a wrong target is found before it matters:
 * one pod would get all calls. A channel that works is not broken by a second one; it keeps to one and
 * warns.
 */
class VirtualAddressLoadBalancer extends PolicyLoadBalancer<VirtualAddressConfig> {
  /** The endpoints that were one virtual address last. */
  #accepted: readonly experimental.Endpoint[] | undefined;
  #hasWarned = false;

  override updateAddressList(
    endpoints: Endpoints,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    resolutionNote: string,
  ): boolean {
    const update = (list: Endpoints) =>
      super.updateAddressList(list, config, options, resolutionNote);
    if (!endpoints.ok || endpoints.value.length === 0) return update(endpoints);
    const surplus = findSurplus(endpoints.value);
    if (surplus === undefined) {
      this.#accepted = endpoints.value;
      return update(endpoints);
    }
    if (this.#accepted === undefined) {
      const failure = { code: status.UNAVAILABLE, details: surplus, metadata: new Metadata() };
      return update(experimental.statusOrFromError(failure));
    }
    if (!this.#hasWarned) process.emitWarning(surplus, 'BallastBalancing');
    this.#hasWarned = true;
    this.#accepted = keepOne(this.#accepted, endpoints.value);
    return update(experimental.statusOrFromValue([...this.#accepted]));
  }
}

/** What is still there of those that were used, else any of the new ones. */
function keepOne(
  used: readonly experimental.Endpoint[],
  list: readonly experimental.Endpoint[],
): readonly experimental.Endpoint[] {
  const textOf = (endpoint: experimental.Endpoint) => JSON.stringify(endpoint.addresses);
  const known = new Set(used.map(textOf));
  const kept = list.filter((endpoint) => known.has(textOf(endpoint)));
  return kept.length > 0 ? kept : list.slice(0, 1);
}

export function registerVirtualAddress(): void {
  registerBalancingPolicy('virtual_address', virtualAddressPolicy, VirtualAddressLoadBalancer);
}
