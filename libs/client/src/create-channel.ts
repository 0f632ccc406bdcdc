import {
  ATTEMPT_OBSERVER_OPTION,
  CHANNEL_NAME_OPTION,
  registerBalancing,
  ZONE_OPTION,
} from '@ballast/balancing';
import {
  createServiceConfigOption,
  createXdsCredentials,
  registerDiscovery,
} from '@ballast/discovery';
import { toServiceConfig, type Policy, type PolicySource } from '@ballast/policy';
import { createSteeringOption, registerSteering } from '@ballast/retrying';
import { attemptObserver } from '@ballast/tracing';
import * as grpc from '@grpc/grpc-js';
import { resolveChannelSettings } from './channel-settings.ts';
import type { ChannelSettings, ResolvedChannelSettings } from './channel-settings.ts';
import { Dependency } from './dependency/dependency.ts';
import { DependencyChannel } from './dependency/dependency-channel.ts';
import { limitHandshake } from './handshake-limit.ts';
import { planRoute, type Route } from './route/plan-route.ts';
import { stepBack } from './route/step-back.ts';

/**
 * Makes a grpc-js channel with safe defaults. It connects with the first call, or at once where that is wanted.
 *
 * @throws RangeError for a setting out of its range or a target that cannot be had in this mesh,
 *   TargetError for a malformed target, PolicyError for a wrong policy.
 */
export function createChannel(settings: ChannelSettings): DependencyChannel {
  registerDiscovery();
  registerBalancing();
  registerSteering();
  const resolved = resolveChannelSettings(settings, grpc.credentials.createInsecure());
  const named = resolved.credentials;
  const route = planRoute(resolved.target, resolved.mesh, { isSecured: named._isSecure() });
  const secured = route.kind === 'control_plane' ? createXdsCredentials(named) : named;
  const credentials = limitHandshake(secured, resolved.handshakeTimeoutMs);
  const dependency = new Dependency({ ...resolved, ...splitPolicy(resolved.policy, route) });
  const options = createChannelOptions(resolved, dependency);
  const channel = new DependencyChannel(route.target, credentials, options, dependency);
  if (resolved.connectsAtOnce) channel.getConnectivityState(true);
  return channel;
}

/** What is in force here of the policy, and what others do by it. */
function splitPolicy(whole: PolicySource, { kind }: Route) {
  switch (kind) {
    case 'client':
      return { policy: whole };
    case 'proxy':
      return { policy: stepBack(whole, [{ virtual_address: {} }]), policyOfOthers: whole };
    case 'control_plane':
      return { policy: stepBack(whole, []), policyOfOthers: whole };
    default:
      return kind satisfies never;
  }
}

function createChannelOptions(
  settings: ResolvedChannelSettings,
  dependency: Dependency,
): grpc.ChannelOptions {
  const { gzip, identity } = grpc.compressionAlgorithms;
  return {
    // For targets whose resolver is not ours, and until ours has spoken.
    'grpc.service_config': JSON.stringify(convert(dependency.policy.current)),
    ...createServiceConfigOption(describeServiceConfig(dependency)),
    // For those resolvers of grpc-js that cannot be told the former.
    ...createSteeringOption(dependency.steering),
    // The policy file is the one place for it: no TXT records.
    'grpc.service_config_disable_resolution': 1,
    'grpc.keepalive_time_ms': settings.keepaliveTimeMs,
    'grpc.keepalive_timeout_ms': settings.keepaliveTimeoutMs,
    // Otherwise a dead connection is found by the next call, at the price of that call.
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.initial_reconnect_backoff_ms': settings.initialBackoffMs,
    'grpc.max_reconnect_backoff_ms': settings.maxBackoffMs,
    'grpc.max_receive_message_length': settings.maxReceiveBytes,
    'grpc.max_send_message_length': settings.maxSendBytes,
    'grpc.default_compression_algorithm': settings.compression === 'gzip' ? gzip : identity,
    'grpc.per_rpc_retry_buffer_size': settings.retryBufferBytes,
    // grpc-js would take any target for a host name and send it to the proxy that http_proxy names.
    'grpc.enable_http_proxy': 0,
    [CHANNEL_NAME_OPTION]: settings.target,
    [ATTEMPT_OBSERVER_OPTION]: attemptObserver as never,
    ...(settings.zone !== '' && { [ZONE_OPTION]: settings.zone }),
    ...settings.channelOptions,
  };
}

function describeServiceConfig({ policy, steering }: Dependency) {
  return {
    get current() {
      return convert(policy.current);
    },
    configSelector: steering.configSelector,
    subscribe: (listener: () => void) => policy.subscribe(listener),
  };
}

function convert(policy: Policy) {
  return toServiceConfig({ loadBalancingConfig: [{ ballast: {} }], ...policy });
}
