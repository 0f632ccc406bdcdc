/** One place where a service can be reached. */
export interface Endpoint {
  /** Host name or IP address, IPv6 without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** Either an endpoint or the rule that the text breaks. */
export type ParsedEndpoint =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint }
  | { readonly kind: 'broken'; readonly rule: string };

/** Reads `host:port` or `[IPv6]:port`. */
export function parseEndpoint(address: string): ParsedEndpoint {
  const match = /^(?:\[([0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%]*)\]|([^[\]:/\s,]+)):(\d{1,5})$/.exec(
    address,
  );
  if (match === null) return { kind: 'broken', rule: 'must be host:port or [IPv6]:port' };
  const port = Number(match[3]);
  if (port < 1 || port > 65535)
    return { kind: 'broken', rule: 'must have a port within 1 to 65535' };
  return { kind: 'endpoint', endpoint: { host: (match[1] ?? match[2])!, port } };
}

/** `host:port`, the reverse of `parseEndpoint`. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
