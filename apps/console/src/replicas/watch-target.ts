import { registerDiscovery } from '@ballast/discovery';
import { experimental, type StatusObject } from '@grpc/grpc-js';

/** Where replicas of a service are, as discovery lists them. */
export interface TargetWatch {
  close(): void;
}

/** How often a target is asked anew that does not tell changes by itself, such as `dns:`. */
const REFRESH_MS = 5000;

/**
 * Follows a gRPC target with the resolver that a channel would use, without a channel: the console
 * wants to speak to each endpoint, not to one of them.
 *
 * @param onAddresses with each complete list of `host:port`
 * @throws Error for a malformed target
 */
export function watchTarget(
  target: string,
  onAddresses: (addresses: readonly string[]) => void,
  onFailure: (reason: string) => void,
): TargetWatch {
  registerDiscovery();
  const resolver = experimental.createResolver(
    parseTarget(target),
    (endpoints) => {
      if (!isFound(endpoints)) onFailure(endpoints.error.details);
      else
        onAddresses(endpoints.value.flatMap(({ addresses }) => addresses.slice(0, 1).map(write)));
      return true;
    },
    { 'grpc.service_config_disable_resolution': 1 },
  );
  resolver.updateResolution();
  const timer = setInterval(() => resolver.updateResolution(), REFRESH_MS).unref();
  return {
    close() {
      clearInterval(timer);
      resolver.destroy();
    },
  };
}

/** grpc-js has a parser of its own and does not let it out. */
function parseTarget(target: string): experimental.GrpcUri {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/]*)\/?)?(.*)$/.exec(target);
  const [, scheme, authority, path] = match ?? [];
  if (scheme === undefined || path === undefined) {
    throw new Error(`${JSON.stringify(target)} is no gRPC target`);
  }
  return { scheme, path, ...(authority !== undefined && { authority }) };
}

function isFound(
  endpoints: experimental.StatusOr<experimental.Endpoint[]>,
): endpoints is { ok: true; value: experimental.Endpoint[] } {
  return (endpoints as { ok: boolean; error?: StatusObject }).ok;
}

function write(address: experimental.SubchannelAddress): string {
  return experimental.subchannelAddressToString(address);
}
