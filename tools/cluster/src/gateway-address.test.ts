import { expect, test } from 'vitest';
import { ClusterError } from './cluster-error.ts';
import { findGateway, type Node, type Service } from './gateway-address.ts';

const selector = { 'app.kubernetes.io/name': 'gateway' };

function serviceOf(
  name: string,
  spec: Partial<Service['spec']>,
  status: Service['status'] = {},
): Service {
  const ports = [{ name: 'http', port: 80, nodePort: 30080 }];
  return {
    metadata: { name },
    spec: { type: 'ClusterIP', clusterIP: '10.0.0.1', selector, ports, ...spec },
    status,
  };
}

const nodeOf = (...addresses: readonly [string, string][]): Node => ({
  status: { addresses: addresses.map(([type, address]) => ({ type, address })) },
});

/** A cluster that has these, and where nodes are forbidden unless they are given. */
function clusterOf(services: readonly Service[], nodes?: readonly Node[]) {
  return {
    namespace: 'shop',
    read: <T>([, kind]: readonly string[]): Promise<T> => {
      if (kind === 'services') return Promise.resolve({ items: services } as T);
      if (nodes === undefined) return Promise.reject(new ClusterError('nodes is forbidden (403)'));
      return Promise.resolve({ items: nodes } as T);
    },
  };
}

const within = [
  'http://10.0.0.1:80  inside the cluster',
  'http://127.0.0.1:8080  with kubectl -n shop port-forward service/gateway 8080:http',
];
const gateway = serviceOf('gateway', {});
const onNodes = serviceOf('gateway-node-port', { type: 'NodePort' });

test('who may not look at nodes is told the port all the same', async () => {
  expect(await findGateway(clusterOf([gateway, onNodes]))).toEqual([
    'http://<address of a node>:30080',
    ...within,
  ]);
});

test('of a node the address that is reached from outside comes first, a host name never', async () => {
  const inner = nodeOf(['Hostname', 'node-1'], ['InternalIP', '10.1.0.1']);
  const outer = nodeOf(['InternalIP', '10.1.0.2'], ['ExternalIP', '192.0.2.7']);
  expect(await findGateway(clusterOf([gateway, onNodes], [inner, outer]))).toContain(
    'http://192.0.2.7:30080',
  );
  expect(await findGateway(clusterOf([gateway, onNodes], [inner]))).toContain(
    'http://10.1.0.1:30080',
  );
});

test('a load balancer has its own address, and the port that it has on nodes is not told', async () => {
  const status = { loadBalancer: { ingress: [{ hostname: 'shop.example' }] } };
  const balancer = serviceOf('gateway-load-balancer', { type: 'LoadBalancer' }, status);
  expect(await findGateway(clusterOf([gateway, balancer]))).toEqual([
    'http://shop.example:80',
    ...within,
  ]);
});

test('Services of others, and one without an address, are no way in', async () => {
  const headless = serviceOf('gateway-headless', { clusterIP: 'None' });
  const other = serviceOf('orders', { selector: {} });
  expect(await findGateway(clusterOf([gateway, headless, other]))).toEqual(within);
});
