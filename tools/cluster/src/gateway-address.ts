import { ClusterError } from './cluster-error.ts';
import type { Kubectl } from './kubectl.ts';

export interface Service {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly type: string;
    readonly clusterIP: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports: readonly {
      readonly name?: string;
      readonly port: number;
      readonly nodePort?: number;
    }[];
  };
  readonly status: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

export interface Node {
  readonly status: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  };
}

/** The ways into the shop, one line each; the last is there on every cluster. */
export async function findGateway(
  kubectl: Pick<Kubectl, 'namespace' | 'read'>,
): Promise<readonly string[]> {
  const { items } = await kubectl.read<{ items: Service[] }>(['get', 'services']);
  const services = items.filter(
    ({ spec }) =>
      spec.selector?.['app.kubernetes.io/name'] === 'gateway' && spec.clusterIP !== 'None',
  );
  const lines = services.flatMap(describeLoadBalancer);
  const onNodes = services.filter(({ spec }) => spec.type === 'NodePort');
  if (onNodes.length > 0) {
    const address = await findNodeAddress(kubectl);
    for (const { spec } of onNodes) lines.push(`http://${address}:${httpOf(spec)?.nodePort}`);
  }
  for (const { metadata, spec } of services) {
    if (metadata.name !== 'gateway') continue;
    lines.push(`http://${spec.clusterIP}:${httpOf(spec)?.port}  inside the cluster`);
  }
  lines.push(
    `http://127.0.0.1:8080  with kubectl -n ${kubectl.namespace} port-forward service/gateway 8080:http`,
  );
  return lines;
}

const httpOf = ({ ports }: Service['spec']) =>
  ports.find(({ name }) => name === 'http') ?? ports[0];

/** A load balancer's own address; the port that it has on every node is not for people. */
function describeLoadBalancer({ spec, status }: Service): string[] {
  const { ingress = [] } = status.loadBalancer ?? {};
  return ingress.map(({ ip, hostname }) => `http://${ip ?? hostname}:${httpOf(spec)?.port}`);
}

async function findNodeAddress(kubectl: Pick<Kubectl, 'read'>): Promise<string> {
  const anyNode = '<address of a node>';
  try {
    const { items } = await kubectl.read<{ items: Node[] }>(['get', 'nodes']);
    return chooseNodeAddress(items) ?? anyNode;
  } catch (error) {
    // Whoever may deploy into one namespace may not look at nodes, which belong to none.
    if (error instanceof ClusterError) return anyNode;
    throw error;
  }
}

/** One that is reached from outside, where any node has such; a host name is often known within alone. */
function chooseNodeAddress(nodes: readonly Node[]): string | undefined {
  const addresses = nodes.flatMap(({ status }) => status.addresses ?? []);
  const found = (wanted: string) => addresses.find(({ type }) => type === wanted)?.address;
  return found('ExternalIP') ?? found('InternalIP');
}
