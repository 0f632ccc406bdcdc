import type { Kubectl } from './kubectl.ts';

interface Service {
  readonly spec: {
    readonly type: string;
    readonly clusterIP: string;
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

interface Node {
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
  };
}

/** The ways into the shop, one line each; the last is there on every cluster. */
export async function findGateway(kubectl: Kubectl): Promise<readonly string[]> {
  const { spec, status } = await kubectl.read<Service>(['get', 'service', 'gateway']);
  const http = spec.ports.find(({ name }) => name === 'http') ?? spec.ports[0];
  const lines: string[] = [];
  for (const { ip, hostname } of status.loadBalancer?.ingress ?? []) {
    lines.push(`http://${ip ?? hostname}:${http?.port}`);
  }
  if (http?.nodePort !== undefined) {
    const { items } = await kubectl.read<{ items: Node[] }>(['get', 'nodes']);
    const [address] = items.flatMap((node) => node.status.addresses);
    if (address !== undefined) lines.push(`http://${address.address}:${http.nodePort}`);
  }
  lines.push(`http://${spec.clusterIP}:${http?.port}  inside the cluster`);
  lines.push(
    `http://127.0.0.1:8080  with kubectl -n ${kubectl.namespace} port-forward service/gateway 8080:http`,
  );
  return lines;
}
