/** One place where a service can be reached, and what its source knows of it besides. */
export interface Endpoint extends EndpointNotes {
  /** Host name or IP address, IPv6 without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** Absent where the source does not say. */
export interface EndpointNotes {
  /** Where it runs, or whose calls it is meant for, such as `eu-west-1a`. */
  readonly zone?: string;
  /** Its share of the load relative to the others', > 0. */
  readonly weight?: number;
  /** What a hash ring places it by: a name that it keeps when its address changes. */
  readonly hashKey?: string;
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

export function isSameEndpoint(one: Endpoint, other: Endpoint): boolean {
  return (
    one === other ||
    (one.host === other.host &&
      one.port === other.port &&
      one.zone === other.zone &&
      one.weight === other.weight &&
      one.hashKey === other.hashKey)
  );
}

/** An order that depends on nothing but the addresses, so that sets can be compared from both ends. */
export function compareEndpoints(one: Endpoint, other: Endpoint): number {
  return one.host < other.host ? -1 : one.host > other.host ? 1 : one.port - other.port;
}
