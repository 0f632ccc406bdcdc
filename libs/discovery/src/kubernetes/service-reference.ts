import { parsePath, TargetError, type Target } from '../target.ts';
import type { PortSelector } from './candidate.ts';

const form = 'kubernetes:///service, kubernetes:///service.namespace or either with :port';

/** What `kubernetes:///inventory.shop:grpc` says. */
export interface ServiceReference {
  readonly service: string;
  /** Undefined: the namespace this process runs in, or that of the kubeconfig's context. */
  readonly namespace: string | undefined;
  readonly port: PortSelector;
}

const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const pattern = new RegExp(`^(${label})(?:\\.(${label}))?(?::([a-z0-9-]{1,15}|[0-9]{1,5}))?$`);

/** @throws TargetError naming the form */
export function parseServiceReference(target: Target): ServiceReference {
  const match = pattern.exec(parsePath(target, form));
  if (match === null) throw new TargetError(target, `must be ${form}`);
  const [, service = '', namespace, port] = match;
  const isNumber = port !== undefined && /^\d+$/.test(port);
  return { service, namespace, port: isNumber ? Number(port) : port };
}
