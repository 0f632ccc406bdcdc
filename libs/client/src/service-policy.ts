import { checkBalancingConfig, knownBalancers, registerBalancing } from '@ballast/balancing';
import {
  createPolicySource,
  isPolicySource,
  openPolicy,
  toServiceConfig,
  type OpenPolicy,
  type OpenPolicyOptions,
  type Policy,
  type PolicySource,
} from '@ballast/policy';

export type ServicePolicyOptions = Omit<OpenPolicyOptions, 'knownBalancers' | 'checkBalancer'>;

/**
 * `openPolicy`, which also refuses what the balancing policies of this process cannot use: grpc-js
 * would fall back to pick_first without a word.
 *
 * @throws PolicyError, RangeError: see `openPolicy`.
 */
export function openServicePolicy(options: ServicePolicyOptions): Promise<OpenPolicy> {
  return openPolicy({ ...options, ...describeBalancers() });
}

/** @throws PolicyError that lists everything that is wrong with it. */
export function resolvePolicy(policy: Policy | PolicySource = {}): PolicySource {
  return isPolicySource(policy)
    ? policy
    : createPolicySource(policy, { file: 'policy', ...describeBalancers() });
}

function describeBalancers() {
  registerBalancing();
  return {
    knownBalancers: knownBalancers(),
    checkBalancer: (name: string, config: object) => {
      const [entry] = toServiceConfig({
        loadBalancingConfig: [{ [name]: config }],
      }).loadBalancingConfig;
      checkBalancingConfig(entry);
    },
  };
}
