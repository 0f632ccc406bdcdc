// How steering reaches a channel whose resolver is grpc-js's own: the resolver's class is found
// through an instance, and another takes its place for the scheme, which adds the config selector to
// what the resolver says. So targets stay as they are, and with them the authority, the names in
// channelz and the connections that are shared.
import { experimental, type ChannelOptions } from '@grpc/grpc-js';
import type { Steering } from './steering.ts';

type ResolverClass = Parameters<typeof experimental.registerResolver>[1];
type Listener = experimental.ResolverListener;

// With the prefix, channels that differ only in this still share their connections.
const option = `${experimental.SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX}.ballast_steering`;

/** A target of each scheme of grpc-js, good enough to make a resolver of. */
const builtIn = new Map([
  ['dns', 'localhost:1'],
  ['ipv4', '127.0.0.1:1'],
  ['ipv6', '[::1]:1'],
  ['unix', '/none'],
]);

let registered = false;

/**
 * Lets channels to `dns:`, `ipv4:`, `ipv6:` and `unix:` targets be steered (`createSteeringOption`).
 * Other channels to such targets are left as they are. May be called any number of times. `xds:`
 * brings a config selector of its own and is not touched.
 */
export function registerSteering(): void {
  if (registered) return;
  registered = true;
  for (const [scheme, path] of builtIn) {
    experimental.registerResolver(scheme, createSteeredClass(findResolverClass(scheme, path)));
  }
}

/** The channel option by which a channel is steered, for targets that `registerSteering` names. */
export function createSteeringOption(steering: Steering): ChannelOptions {
  return { [option]: steering };
}

function findResolverClass(scheme: string, path: string): ResolverClass {
  const resolver = experimental.createResolver({ scheme, path }, () => true, {});
  resolver.destroy();
  return resolver.constructor as ResolverClass;
}

function createSteeredClass(Inner: ResolverClass): ResolverClass {
  return class SteeredResolver implements experimental.Resolver {
    readonly #inner: experimental.Resolver;

    constructor(target: experimental.GrpcUri, listener: Listener, options: ChannelOptions) {
      const steering = options[option] as Steering | undefined;
      this.#inner = new Inner(
        target,
        steering === undefined ? listener : addSelector(listener, steering),
        options,
      );
    }

    updateResolution(): void {
      this.#inner.updateResolution();
    }

    destroy(): void {
      this.#inner.destroy();
    }

    static getDefaultAuthority(target: experimental.GrpcUri): string {
      return Inner.getDefaultAuthority(target);
    }
  };
}

function addSelector(listener: Listener, { configSelector }: Steering): Listener {
  return (endpoints, attributes, serviceConfig, note) => {
    // Not enumerable, or grpc-js would copy it into the options of every connection, and channels
    // that differ only in this would share none.
    const property = { value: configSelector, enumerable: false };
    const { CHANNEL_ARGS_CONFIG_SELECTOR_KEY: key } = experimental;
    const withSelector = Object.defineProperty({ ...attributes }, key, property);
    return listener(endpoints, withSelector, serviceConfig, note);
  };
}
