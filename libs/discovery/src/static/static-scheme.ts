import { formatEndpoint, parseEndpoint } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { createEndpoints } from '../endpoint-source.ts';
import type { Discovery, DiscoveryListener, EndpointSource } from '../endpoint-source.ts';
import { TargetError, parsePath } from '../target.ts';
import type { Target, TargetScheme } from '../target.ts';

/** `static:///host:port,host:port`: endpoints that are known in advance and never change. */
export const staticScheme: TargetScheme = {
  scheme: 'static',
  findAuthority: (target) => formatEndpoint(parseEndpoints(target)[0]!),
  createSource: (target) => createFixedSource(createEndpoints(parseEndpoints(target))),
};

/** A source that finds one thing, once. */
export function createFixedSource(discovery: Discovery): EndpointSource {
  let listener: DiscoveryListener | undefined;
  return {
    start: (started) => {
      listener = started;
      process.nextTick(() => {
        if (listener === started) started(discovery);
      });
    },
    refresh: () => undefined,
    stop: () => {
      listener = undefined;
    },
  };
}

function parseEndpoints(target: Target): Endpoint[] {
  const addresses = parsePath(target, 'static:///host:port,host:port').split(',');
  const repeated = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (repeated !== undefined) {
    throw new TargetError(target, 'must name each address once', repeated);
  }
  return addresses.map((address) => {
    const parsed = parseEndpoint(address);
    if (parsed.kind === 'broken')
      throw new TargetError(target, `each address ${parsed.rule}`, address);
    return parsed.endpoint;
  });
}
