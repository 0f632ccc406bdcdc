import { TargetError, type SourceContext, type Target, type TargetScheme } from '../target.ts';
import { createEtcdApi } from './etcd-api.ts';
import { createEtcdSource } from './etcd-source.ts';

const form = 'etcd:///service or etcd://host:port/service';

/**
 * `etcd:///inventory`: the endpoints that servers have registered in etcd, each under a lease. The
 * servers of etcd are those of the target, or of `ETCD_ENDPOINTS` (base URLs with commas between
 * them), or `http://127.0.0.1:2379`.
 */
export const etcdScheme: TargetScheme = {
  scheme: 'etcd',
  findAuthority: (target) => parseService(target),
  createSource: (target, context) =>
    createEtcdSource(parseService(target), createEtcdApi(findServers(target, context)), (message) =>
      context.warn(message),
    ),
};

function parseService({ path, ...rest }: Target): string {
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(path))
    throw new TargetError({ path, ...rest }, `must be ${form}`);
  return path;
}

function findServers(target: Target, { environment }: SourceContext): string[] {
  if (target.authority) return [`http://${target.authority}`];
  return parseEtcdServers(environment['ETCD_ENDPOINTS']);
}

/** @throws RangeError naming the variable and the part that is no URL */
export function parseEtcdServers(text = 'http://127.0.0.1:2379'): string[] {
  return text.split(',').map((part) => {
    if (!/^https?:\/\/[^/]+\/?$/.test(part.trim())) {
      throw new RangeError(`ETCD_ENDPOINTS must be URLs such as http://host:2379, got ${part}`);
    }
    return part.trim().replace(/\/$/, '');
  });
}
