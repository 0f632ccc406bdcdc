import { parseEndpoint } from '../endpoint.ts';
import type { Discovery } from '../endpoint-source.ts';
import { createEndpoints } from '../endpoint-source.ts';
import { createFixedSource } from '../static/static-scheme.ts';
import { TargetError, parsePath } from '../target.ts';
import type { SourceContext, Target, TargetScheme } from '../target.ts';

/**
 * `env:///inventory`: the variables INVENTORY_SERVICE_HOST and INVENTORY_SERVICE_PORT, which
 * Kubernetes sets in a pod for each service that was there before it.
 */
export const envScheme: TargetScheme = {
  scheme: 'env',
  findAuthority: parseServiceName,
  createSource: (target, context) =>
    createFixedSource(readVariables(target, parseServiceName(target), context)),
};

/** A DNS label as RFC 1035 has it, which is what Kubernetes demands of a service's name. */
const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

function parseServiceName(target: Target): string {
  const name = parsePath(target, 'env:///service-name');
  if (SERVICE_NAME.test(name)) return name;
  throw new TargetError(target, 'the service name must be a DNS label in lower case', name);
}

function readVariables(target: Target, name: string, { environment }: SourceContext): Discovery {
  const prefix = name.toUpperCase().replaceAll('-', '_');
  const variables = [`${prefix}_SERVICE_HOST`, `${prefix}_SERVICE_PORT`] as const;
  const [host = '', port = ''] = variables.map((variable) => environment[variable]);
  const missing = [host, port].indexOf('');
  if (missing !== -1) return fail(target, `${variables[missing]} is not set`);
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const parsed = parseEndpoint(address);
  if (parsed.kind === 'broken') {
    return fail(target, `${variables.join(':')} ${parsed.rule}, got ${JSON.stringify(address)}`);
  }
  return createEndpoints([parsed.endpoint]);
}

function fail(target: Target, problem: string): Discovery {
  return { kind: 'failed', reason: `target ${JSON.stringify(target.text)}: ${problem}` };
}
