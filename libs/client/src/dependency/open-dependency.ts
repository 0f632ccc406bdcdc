import type * as grpc from '@grpc/grpc-js';
import { createChannel } from '../create-channel.ts';
import type { ClientOptions } from '../create-client.ts';
import { resolvePolicy } from '../service-policy.ts';
import { Dependency } from './dependency.ts';
import { DependencyChannel } from './dependency-channel.ts';

export interface OpenDependency {
  readonly channel: grpc.ChannelInterface;
  readonly dependency: Dependency;
  /** Closes what was opened for this client, and nothing that it shares. */
  readonly close: () => void;
}

/** @throws RangeError, TargetError, PolicyError: see `createClient`. */
export function openDependency(options: ClientOptions): OpenDependency {
  if (options.channel === undefined) {
    const channel = createChannel(options);
    return { channel, dependency: channel.dependency, close: () => channel.close() };
  }
  const { channel } = options;
  if (channel instanceof DependencyChannel) {
    return { channel, dependency: channel.dependency, close: () => undefined };
  }
  const dependency = new Dependency({
    target: channel.getTarget(),
    policy: resolvePolicy(options.policy),
    idempotentMethods: [],
    onBreakerChange: undefined,
  });
  dependency.attach(channel);
  return { channel, dependency, close: () => dependency.close() };
}
