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

/**
 * For where something on the way balances: one address, one connection, nothing left alone. Several
 * addresses fail calls with UNAVAILABLE: with pick_first, one pod would get all of them.
 */
class VirtualAddressLoadBalancer extends PolicyLoadBalancer<VirtualAddressConfig> {
  override updateAddressList(
    endpoints: experimental.StatusOr<experimental.Endpoint[]>,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    resolutionNote: string,
  ): boolean {
    const surplus = endpoints.ok ? findSurplus(endpoints.value) : undefined;
    if (surplus === undefined) {
      return super.updateAddressList(endpoints, config, options, resolutionNote);
    }
    const none = experimental.statusOrFromValue<experimental.Endpoint[]>([]);
    super.updateAddressList(none, config, options, resolutionNote);
    const failure = { code: status.UNAVAILABLE, details: surplus, metadata: new Metadata() };
    const refused = experimental.statusOrFromError<experimental.Endpoint[]>(failure);
    return super.updateAddressList(refused, config, options, resolutionNote);
  }
}

export function registerVirtualAddress(): void {
  registerBalancingPolicy('virtual_address', virtualAddressPolicy, VirtualAddressLoadBalancer);
}
