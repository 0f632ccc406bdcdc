import type { EndpointSource } from '../endpoint-source.ts';
import { TargetError, type Target, type TargetScheme } from '../target.ts';
import { createDnsPollSource } from './dns-poll-source.ts';

const form =
  'dns-poll:///name:port for A and AAAA records or dns-poll:///_port._tcp.name for SRV records, with a DNS server between // and / where it is not the system’s';

/** What to ask, and whom. */
export interface DnsQuestion {
  readonly name: string;
  /** Undefined: SRV records say it. */
  readonly port: number | undefined;
  /** `address:port` of a DNS server. Undefined: those of the system. */
  readonly server: string | undefined;
}

/**
 * `dns-poll:///inventory:50051`: DNS, asked again and again. grpc-js's own `dns:` asks only when a
 * connection breaks, and never more than once in 30 s, so a pod that was added gets no calls
 * (grpc-node issues #2455, #1663).
 */
export const dnsPollScheme: TargetScheme = {
  scheme: 'dns-poll',
  findAuthority: (target) => {
    const { name, port } = parseDnsQuestion(target);
    return port === undefined ? name.replace(/^(_[^.]+\.)+/, '') : `${name}:${port}`;
  },
  createSource: (target): EndpointSource => createDnsPollSource(parseDnsQuestion(target)),
};

const label = '[A-Za-z0-9_](?:[-A-Za-z0-9_]{0,61}[A-Za-z0-9])?';
const pattern = new RegExp(`^(${label}(?:\\.${label})*\\.?)(?::(\\d{1,5}))?$`);

/** @throws TargetError naming the form */
export function parseDnsQuestion(target: Target): DnsQuestion {
  const match = pattern.exec(target.path);
  if (match === null || match[0].length > 255) throw new TargetError(target, `must be ${form}`);
  const [, name = '', digits] = match;
  const port = digits === undefined ? undefined : Number(digits);
  const isService = /^_[^.]+\._tcp\./.test(name);
  if (isService !== (port === undefined) || port === 0 || (port ?? 1) > 65535) {
    throw new TargetError(target, `must be ${form}`);
  }
  return { name, port, server: target.authority || undefined };
}
