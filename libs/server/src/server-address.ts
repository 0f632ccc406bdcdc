/**
 * Reads `host:port`; an IPv6 host stands in brackets; port 0 takes any free one.
 *
 * @throws TypeError where it is anything else.
 */
export function serverAddressOf(address: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || !(port <= 65_535)) {
    throw new TypeError(`server.address must be host:port, got ${JSON.stringify(address)}`);
  }
  return { host, port };
}
