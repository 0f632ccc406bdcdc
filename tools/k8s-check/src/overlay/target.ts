import type { Service } from './manifest.ts';
import type { Overlay } from './overlay.ts';

/** Where a gRPC target leads within a cluster. */
export interface ServiceTarget {
  readonly scheme: string;
  readonly service: string;
  /** By name or number; undefined where the Service's only one is meant. */
  readonly port: string | number | undefined;
}

/** Undefined for a target that does not name a Service, such as `static:`. */
export function parseServiceTarget(target: string): ServiceTarget | undefined {
  const [, scheme = '', path = ''] = /^([a-z-]+):\/\/[^/]*\/(.+)$/.exec(target) ?? [];
  if (!['kubernetes', 'dns-poll', 'dns', 'env', 'xds'].includes(scheme)) return undefined;
  const [name = '', port] = path.split(':');
  const service = name.split('.')[0] ?? '';
  const isNumber = port !== undefined && /^\d+$/.test(port);
  return { scheme, service, port: isNumber ? Number(port) : port };
}

export type Reached =
  | { readonly kind: 'service'; readonly service: Service; readonly targetPort: number | string }
  | { readonly kind: 'no service' }
  | { readonly kind: 'no port'; readonly service: Service };

/** The Service of this overlay that a target leads to, and the port of the pods behind it. */
export function reach(overlay: Overlay, target: ServiceTarget): Reached {
  const service = overlay.find('Service', target.service);
  if (service === undefined) return { kind: 'no service' };
  const isHeadless = service.spec.clusterIP === 'None';
  const port = service.spec.ports.find(({ name, port: number, targetPort = number }) => {
    if (target.port === undefined) return service.spec.ports.length === 1;
    // A name without an address leads to the pods themselves, at their own port.
    if (isHeadless && target.scheme !== 'kubernetes') return number === target.port;
    return name === target.port || number === target.port || targetPort === target.port;
  });
  if (port === undefined) return { kind: 'no port', service };
  return { kind: 'service', service, targetPort: port.targetPort ?? port.port };
}
