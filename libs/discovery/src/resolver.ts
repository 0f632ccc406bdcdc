import { Metadata, experimental, status } from '@grpc/grpc-js';
import type { ChannelOptions } from '@grpc/grpc-js';
import type { Discovery, EndpointSource } from './endpoint-source.ts';
import type { SharedSources, Subscription } from './shared-sources.ts';
import {
  findServiceConfig,
  followServiceConfig,
  type ServiceConfigSource,
} from './service-config-source.ts';
import { TargetError } from './target.ts';
import type { SourceContext, Target, TargetScheme } from './target.ts';

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
    /** The last thing told, to be told again with another service config. */
    private discovery: Discovery | undefined;

    constructor(uri: GrpcUri, listener: ResolverListener, options: ChannelOptions) {
      this.target = parseTarget(uri);
      this.listener = listener;
      this.source = scheme.createSource(this.target, context);
      this.serviceConfig = findServiceConfig(options);
    }

    updateResolution(): void {
      if (this.subscription !== undefined) {
        this.subscription.refresh();
        return;
      }
      this.unfollow = followServiceConfig(this.serviceConfig, () => {
        if (this.discovery !== undefined) this.report(this.discovery);
      });
      this.subscription = sources.subscribe(
        this.target.text,
        () => this.source,
        (message) => context.warn(message),
        (discovery) => this.report(discovery),
      );
    }

    destroy(): void {
      this.subscription?.end();
      this.subscription = undefined;
      this.unfollow?.();
      this.discovery = undefined;
    }

    static getDefaultAuthority(uri: GrpcUri): string {
      return scheme.findAuthority(parseTarget(uri));
    }

    private report(discovery: Discovery): void {
      this.discovery = discovery;
      if (discovery.kind === 'failed') {
        this.reportUnavailable(discovery.reason);
        return;
      }
      const endpoints = discovery.endpoints.map((endpoint) => ({ addresses: [{ ...endpoint }] }));
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
      const selector = this.serviceConfig?.configSelector;
      const attributes =
        selector === undefined ? {} : { [experimental.CHANNEL_ARGS_CONFIG_SELECTOR_KEY]: selector };
      this.listener(endpoints, attributes, config, '');
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
