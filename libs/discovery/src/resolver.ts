import { Metadata, experimental, status } from '@grpc/grpc-js';
import type { ChannelOptions } from '@grpc/grpc-js';
import type { EndpointSource } from './endpoint-source.ts';
import type { Finding, SharedSources, Subscription } from './shared-sources.ts';
import {
  addSelector,
  findServiceConfig,
  followServiceConfig,
  type ServiceConfigSource,
} from './service-config-source.ts';
import { findLocality, findOwnZone } from './locality.ts';
import { TargetError } from './target.ts';
import type { SourceContext, Target, TargetScheme } from './target.ts';

/** Balancing policies with a zone preference are told the caller's zone by it. */
const zoneOption = 'ballast.zone';

type GrpcUri = experimental.GrpcUri;
type ResolverListener = experimental.ResolverListener;

/** Makes the class that grpc-js wants for a scheme. Everything it knows comes from the source. */
export function createResolverClass(
  scheme: TargetScheme,
  sources: SharedSources,
  context: SourceContext,
) {
  return class SourceResolver implements experimental.Resolver {
    private readonly target: Target;
    private readonly listener: ResolverListener;
    /** Made ahead, so that a malformed target fails with the channel's construction. */
    private readonly source: EndpointSource;
    private subscription: Subscription | undefined;
    private readonly serviceConfig: ServiceConfigSource | undefined;
    private unfollow: (() => void) | undefined;
    private readonly ownZone: Readonly<Record<string, string>>;
    /** The last thing told, to be told again with another service config. */
    private finding: Finding | undefined;

    constructor(uri: GrpcUri, listener: ResolverListener, options: ChannelOptions) {
      this.target = parseTarget(uri);
      this.listener = listener;
      this.source = scheme.createSource(this.target, context);
      this.serviceConfig = findServiceConfig(options);
      const zone = findOwnZone(findLocality(context.environment));
      this.ownZone = zone === undefined || zoneOption in options ? {} : { [zoneOption]: zone };
    }

    updateResolution(): void {
      if (this.subscription !== undefined) {
        this.subscription.refresh();
        return;
      }
      this.unfollow = followServiceConfig(this.serviceConfig, () => {
        if (this.finding !== undefined) this.report(this.finding);
      });
      this.subscription = sources.subscribe(
        {
          target: this.target,
          create: () => this.source,
          warn: (message) => context.warn(message),
        },
        (finding) => this.report(finding),
      );
    }

    destroy(): void {
      this.subscription?.end();
      this.subscription = undefined;
      this.unfollow?.();
      this.finding = undefined;
    }

    static getDefaultAuthority(uri: GrpcUri): string {
      return scheme.findAuthority(parseTarget(uri));
    }

    private report(finding: Finding): void {
      this.finding = finding;
      if (finding.kind === 'failed') {
        this.reportUnavailable(finding.reason);
        return;
      }
      // Shared by all channels and frozen; grpc-js types it as an array of its own.
      const endpoints = finding.set.delivered as experimental.Endpoint[];
      this.tell(experimental.statusOrFromValue(endpoints));
      // Given an empty list, round_robin of grpc-js 1.14.7 drops its connections and then queues
      // calls until their deadlines, as if it were idle (load-balancer-round-robin.ts falls through
      // to calculateAndUpdateState). An error after it makes them fail at once.
      if (endpoints.length === 0) {
        this.reportUnavailable(
          `target ${JSON.stringify(this.target.text)}: no endpoints at present`,
        );
      }
    }

    private reportUnavailable(details: string): void {
      const error = { code: status.UNAVAILABLE, details, metadata: new Metadata() };
      this.tell(experimental.statusOrFromError(error));
    }

    private tell(endpoints: experimental.StatusOr<experimental.Endpoint[]>): void {
      // null: the channel's own `grpc.service_config` is in force.
      const current = this.serviceConfig?.current;
      const config =
        current === undefined ? null : experimental.statusOrFromValue(current as never);
      this.listener(endpoints, addSelector(this.ownZone, this.serviceConfig), config, '');
    }
  };
}

function parseTarget(uri: GrpcUri): Target {
  const { scheme = '', authority, path } = uri;
  const target = { scheme, authority, path, text: experimental.uriToString(uri) };
  if (/[\s?#]/.test(path)) {
    throw new TargetError(target, 'must have no spaces, queries or fragments');
  }
  return target;
}
