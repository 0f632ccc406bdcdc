import { isIPv6 } from 'node:net';
import type { experimental } from '@grpc/grpc-js';

/**
 * Why these endpoints are not one virtual address; undefined where they are: one address, or one of
 * each family.
 */
export function findSurplus(endpoints: readonly experimental.Endpoint[]): string | undefined {
  const addresses = new Set<string>();
  const families = new Set<string>();
  for (const endpoint of endpoints) {
    for (const address of endpoint.addresses) {
      const text = 'port' in address ? `${address.host} ${address.port}` : address.path;
      addresses.add(text);
      families.add('port' in address ? (isIPv6(address.host) ? 'IPv6' : 'IPv4') : 'path');
    }
  }
  if (addresses.size <= families.size) return undefined;
  return `virtual_address: ${addresses.size} addresses where one is expected: a proxy on the way balances only behind the one of a Service, not behind pods or a headless name`;
}
