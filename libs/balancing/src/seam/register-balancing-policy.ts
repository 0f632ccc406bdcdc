import { experimental } from '@grpc/grpc-js';
import type { BalancingPolicy } from './endpoint-picker.ts';
import { PolicyLoadBalancingConfig } from './policy-config.ts';
import { PolicyLoadBalancer } from './policy-load-balancer.ts';
import { rememberPolicyName } from './registered-policies.ts';

/**
 * Makes `{"loadBalancingConfig": [{"<name>": {…}}]}` choose this policy, in every channel of the
 * process. A name that is registered already is replaced, for balancers made from then on.
 *
 * @param Base what the balancer does beside choosing. Default: no more than every one.
 */
export function registerBalancingPolicy<Config>(
  name: string,
  policy: BalancingPolicy<Config>,
  Base: typeof PolicyLoadBalancer<Config> = PolicyLoadBalancer,
): void {
  class LoadBalancer extends Base {
    constructor(helper: experimental.ChannelControlHelper) {
      super(name, policy, helper);
    }
  }
  class LoadBalancingConfig extends PolicyLoadBalancingConfig<Config> {
    constructor(json: unknown) {
      super(name, policy, json);
    }
    static createFromJson(json: unknown): LoadBalancingConfig {
      return new LoadBalancingConfig(json);
    }
  }
  rememberPolicyName(name);
  experimental.registerLoadBalancerType(name, LoadBalancer, LoadBalancingConfig);
}
