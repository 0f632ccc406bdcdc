// How a service config that may change reaches a channel: with the resolver's next word, as gRFC A2
// has it, so that nothing is reconnected that did not change.
import { experimental, type ChannelOptions } from '@grpc/grpc-js';

/** A service config in the form that grpc-js has after validating one. */
export interface ServiceConfigSource {
  readonly current: object;
  /**
   * Chooses the method config of each call in place of grpc-js's own selector, which looks it up in
   * the service config. Default: grpc-js's own.
   */
  readonly configSelector?: experimental.ConfigSelector | undefined;
  /** Told of every change. Returns how to stop it. */
  subscribe(listener: () => void): () => void;
}

// With the prefix, channels that differ only in this still share their connections.
const option = `${experimental.SUBCHANNEL_ARGS_EXCLUDE_KEY_PREFIX}.ballast_service_config`;

/** The channel option by which a channel follows the source. For targets of this library's schemes. */
export function createServiceConfigOption(source: ServiceConfigSource): ChannelOptions {
  return { [option]: source };
}

export function findServiceConfig(options: ChannelOptions): ServiceConfigSource | undefined {
  return options[option] as ServiceConfigSource | undefined;
}

export function followServiceConfig(
  source: ServiceConfigSource | undefined,
  listener: () => void,
): () => void {
  return source?.subscribe(listener) ?? (() => undefined);
}

/** The attributes that a resolver passes on, with the source's selector among them. */
export function addSelector(
  attributes: Readonly<Record<string, unknown>>,
  source: ServiceConfigSource | undefined,
): Record<string, unknown> {
  const selector = source?.configSelector;
  if (selector === undefined) return attributes;
  // Not enumerable, or grpc-js would copy it into the options of every connection, and channels that
  // differ only in this would share none.
  const property = { value: selector, enumerable: false };
  const key = experimental.CHANNEL_ARGS_CONFIG_SELECTOR_KEY;
  return Object.defineProperty({ ...attributes }, key, property);
}
