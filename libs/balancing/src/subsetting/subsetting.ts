import { randomBytes } from 'node:crypto';
import { type ChannelOptions, connectivityState, experimental, logVerbosity } from '@grpc/grpc-js';
import { rememberPolicyName } from '../seam/registered-policies.ts';
import { parseSubsettingConfig, type SubsettingConfig } from './config.ts';
import { SubsetChooser } from './choose-subset.ts';

const NAME = 'random_subsetting';

type Parsed =
  | { readonly ok: true; readonly config: SubsettingConfig }
  | { readonly ok: false; readonly error: Error };

class SubsettingLoadBalancingConfig implements experimental.TypedLoadBalancingConfig {
  readonly parsed: Parsed;
  readonly #json: unknown;

  constructor(json: unknown) {
    this.#json = json;
    try {
      this.parsed = { ok: true, config: parseSubsettingConfig(json) };
    } catch (error) {
      this.parsed = { ok: false, error: error as Error };
    }
  }

  static createFromJson(json: unknown): SubsettingLoadBalancingConfig {
    return new SubsettingLoadBalancingConfig(json);
  }

  getLoadBalancerName(): string {
    return NAME;
  }

  toJsonObject(): object {
    return { [NAME]: this.#json };
  }
}

/** Hands a part of the endpoints to a policy below it, grpc-js's own or one of ours. */
class SubsettingLoadBalancer implements experimental.LoadBalancer {
  readonly #helper: experimental.ChannelControlHelper;
  readonly #child: experimental.ChildLoadBalancerHandler;
  readonly #chooser = new SubsetChooser(randomBytes(8).readBigUInt64LE());
  #config: SubsettingConfig | undefined;

  constructor(helper: experimental.ChannelControlHelper) {
    this.#helper = helper;
    this.#child = new experimental.ChildLoadBalancerHandler(helper);
  }

  updateAddressList(
    endpoints: experimental.StatusOr<experimental.Endpoint[]>,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    resolutionNote: string,
  ): boolean {
    const { parsed } = config as SubsettingLoadBalancingConfig;
    if (parsed.ok) this.#config = parsed.config;
    else experimental.log(logVerbosity.ERROR, parsed.error.message);
    if (this.#config === undefined) {
      const details = parsed.ok ? '' : parsed.error.message;
      const picker = new experimental.UnavailablePicker({ details });
      this.#helper.updateState(connectivityState.TRANSIENT_FAILURE, picker, details);
      return true;
    }
    const { child, subsetSize } = this.#config;
    const subset = endpoints.ok
      ? experimental.statusOrFromValue(this.#chooser.choose(endpoints.value, subsetSize))
      : endpoints;
    return this.#child.updateAddressList(subset, child, options, resolutionNote);
  }

  exitIdle(): void {
    this.#child.exitIdle();
  }

  resetBackoff(): void {
    this.#child.resetBackoff();
  }

  destroy(): void {
    this.#child.destroy();
  }

  getTypeName(): string {
    return NAME;
  }
}

export function registerSubsetting(): void {
  rememberPolicyName(NAME);
  experimental.registerLoadBalancerType(
    NAME,
    SubsettingLoadBalancer,
    SubsettingLoadBalancingConfig,
  );
}
