// Routes are looked at where they are about to come into force, and not where they are decoded: a control
// plane may send those of other services with them, and what those ask for is no business of this channel.
import type { experimental } from '@grpc/grpc-js';
import type { Endpoint } from '../endpoint.ts';
import { explainUnsupported, type Message } from './unsupported/unsupported.ts';
import { findUnsupportedOfRoutes } from './unsupported/routes.ts';
import type { UnsupportedMode } from './unsupported/mode.ts';
import type { XdsView } from './xds-targets.ts';

/** The parts of grpc-js-xds's XdsConfig that are looked at: the whole of what one channel goes by. */
export interface XdsConfig {
  readonly routeConfig: Message & { readonly name: string };
  readonly virtualHost: Message & { readonly name: string };
  readonly clusters: ReadonlyMap<string, ClusterResult>;
}

type ClusterResult =
  | { readonly ok: false; readonly error: { readonly details: string } }
  | { readonly ok: true; readonly value: { readonly children: Children } };

interface Children {
  readonly endpoints?: {
    readonly priorities: readonly {
      readonly localities: readonly {
        readonly locality?: { readonly zone: string } | null;
        readonly endpoints: readonly {
          readonly endpoint: { readonly addresses: readonly unknown[] };
          readonly weight: number;
        }[];
      }[];
    }[];
  };
}

export interface GuardOptions {
  readonly mode: () => UnsupportedMode;
  /** What is in force now. */
  readonly follow: (view: XdsView) => void;
  /** Nothing is: there never were routes that can be followed. */
  readonly fail: (reason: string) => void;
  readonly warn: (message: string) => void;
}

/**
 * Stands before what a resolver of grpc-js-xds goes by. In place of routes that cannot be followed it gets
 * the last good ones, with the endpoints as they are now.
 */
export function guardConfig(resolver: experimental.Resolver, options: GuardOptions): void {
  const guarded = resolver as { handleXdsConfig?: (config: XdsConfig) => Promise<void> };
  const inner = guarded.handleXdsConfig?.bind(guarded);
  if (inner === undefined) {
    throw new Error('this version of @grpc/grpc-js-xds reads its configuration in another way');
  }
  let lastGood: XdsConfig['virtualHost'] | undefined;
  let isInForce = false;
  guarded.handleXdsConfig = async (config) => {
    const { routeConfig, virtualHost } = config;
    const found = explainUnsupported(findUnsupportedOfRoutes(routeConfig, virtualHost));
    const problem = found && `xds: routes ${routeConfig.name || virtualHost.name}: ${found}`;
    const isRefused = problem !== undefined && options.mode() === 'refuse';
    if (problem !== undefined && !isRefused) options.warn(`${problem}; it has no effect`);
    if (!isRefused) lastGood = virtualHost;
    if (lastGood === undefined) return options.fail(problem!);
    const reason = isRefused ? `${problem}; the last good routes stay in force` : undefined;
    if (reason !== undefined) options.warn(reason);
    try {
      await inner({ ...config, virtualHost: lastGood });
      isInForce = true;
      options.follow(describe(config, reason));
    } catch (error) {
      // Nobody waits for it: it would end the process.
      const failure = `xds: routes ${routeConfig.name}: ${String(error)}`;
      if (isInForce) options.follow(describe(config, failure));
      else options.fail(failure);
    }
  };
}

function describe({ clusters }: XdsConfig, reason: string | undefined): XdsView {
  const failed = [...clusters.values()].find((cluster) => !cluster.ok);
  const endpoints = [...clusters.values()].flatMap((cluster) =>
    cluster.ok ? listEndpoints(cluster.value.children) : [],
  );
  return {
    endpoints,
    clusters: [...clusters.keys()],
    reason: reason ?? (failed?.ok === false ? failed.error.details : undefined),
  };
}

function listEndpoints({ endpoints }: Children): Endpoint[] {
  const localities = endpoints?.priorities.flatMap((priority) => priority.localities) ?? [];
  return localities.flatMap(({ locality, endpoints: within }) =>
    within.flatMap(({ endpoint, weight }) =>
      (endpoint.addresses as { host: string; port: number }[]).slice(0, 1).map((address) => ({
        ...address,
        ...(locality?.zone && { zone: locality.zone }),
        weight,
      })),
    ),
  );
}
