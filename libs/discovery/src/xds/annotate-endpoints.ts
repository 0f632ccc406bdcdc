// What a control plane says of an endpoint (its locality, its weight) is handed on under the names that
// the other sources of this library use, so that a balancing policy below xDS finds it.
import { experimental, type ChannelOptions } from '@grpc/grpc-js';
import { findLocality, findOwnZone } from '../locality.ts';

const NAME = 'ballast_xds_endpoints';
const zoneOption = 'ballast.zone';

/** The part of grpc-js-xds's LocalityEndpoint that is of interest; other endpoints have none of it. */
interface LocalityEndpoint extends experimental.Endpoint {
  readonly locality?: { readonly zone: string };
  readonly endpointWeight?: number;
}

/** Hands its endpoints on, with notes, to the policy that stands in it. */
export function annotated(child: readonly object[]): object {
  return { [NAME]: { child_policy: child } };
}

class AnnotatingConfig implements experimental.TypedLoadBalancingConfig {
  readonly child: experimental.TypedLoadBalancingConfig;

  constructor(child: experimental.TypedLoadBalancingConfig) {
    this.child = child;
  }

  static createFromJson({ child_policy: list }: { child_policy: never }): AnnotatingConfig {
    const child = experimental.selectLbConfigFromList(list);
    if (child === null) throw new Error(`${NAME}: no known policy in ${JSON.stringify(list)}`);
    return new AnnotatingConfig(child);
  }

  getLoadBalancerName(): string {
    return NAME;
  }

  toJsonObject(): object {
    return annotated([this.child.toJsonObject()]);
  }
}

class AnnotatingLoadBalancer implements experimental.LoadBalancer {
  readonly #child: experimental.ChildLoadBalancerHandler;

  constructor(helper: experimental.ChannelControlHelper) {
    this.#child = new experimental.ChildLoadBalancerHandler(helper);
  }

  updateAddressList(
    endpoints: experimental.StatusOr<experimental.Endpoint[]>,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    note: string,
  ): boolean {
    const { child } = config as AnnotatingConfig;
    const noted = endpoints.ok
      ? experimental.statusOrFromValue(endpoints.value.map(annotate))
      : endpoints;
    return this.#child.updateAddressList(noted, child, { ...findZone(), ...options }, note);
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

function annotate(endpoint: LocalityEndpoint): experimental.Endpoint {
  const { locality, endpointWeight: weight } = endpoint;
  return {
    ...endpoint,
    ...(locality?.zone && { zone: locality.zone }),
    ...(weight !== undefined && weight > 0 && { weight }),
  };
}

function findZone(): ChannelOptions {
  const zone = findOwnZone(findLocality(process.env));
  return zone === undefined ? {} : { [zoneOption]: zone };
}

export function registerAnnotating(): void {
  experimental.registerLoadBalancerType(NAME, AnnotatingLoadBalancer, AnnotatingConfig);
}
