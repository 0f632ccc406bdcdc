import type { experimental } from '@grpc/grpc-js';
import { ConfigFieldError } from '../config/config-fields.ts';
import type { BalancingPolicy } from './endpoint-picker.ts';
import { type RotationFeatures, splitFeatures } from './features.ts';

export type ParsedPolicy<Config> =
  | { readonly ok: true; readonly config: Config; readonly features: RotationFeatures }
  | { readonly ok: false; readonly error: ConfigFieldError };

/**
 * A policy's configuration as grpc-js carries it. A wrong one is carried as well: grpc-js would
 * drop an entry that throws and go on with the next, or with pick_first, without a word.
 */
export class PolicyLoadBalancingConfig<Config> implements experimental.TypedLoadBalancingConfig {
  readonly parsed: ParsedPolicy<Config>;
  readonly json: unknown;
  readonly #name: string;

  constructor(name: string, policy: BalancingPolicy<Config>, json: unknown) {
    this.#name = name;
    this.json = json ?? {};
    this.parsed = tryParse(name, policy, this.json);
  }

  getLoadBalancerName(): string {
    return this.#name;
  }

  toJsonObject(): object {
    return { [this.#name]: this.json };
  }

  isSameAs(other: PolicyLoadBalancingConfig<Config>): boolean {
    return JSON.stringify(this.json) === JSON.stringify(other.json);
  }
}

/** @throws ConfigFieldError naming the field, the rule and the value */
export function parsePolicyConfig<Config>(
  name: string,
  policy: BalancingPolicy<Config>,
  json: unknown,
): { config: Config; features: RotationFeatures } {
  const { features, own } = splitFeatures(name, json);
  return { config: policy.parseConfig(own), features: { ...policy.features, ...features } };
}

function tryParse<Config>(
  name: string,
  policy: BalancingPolicy<Config>,
  json: unknown,
): ParsedPolicy<Config> {
  try {
    return { ok: true, ...parsePolicyConfig(name, policy, json) };
  } catch (error) {
    if (error instanceof ConfigFieldError) return { ok: false, error };
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, error: new ConfigFieldError(`${name}: ${message}`, { cause: error }) };
  }
}
