// As much of an xDS control plane as one service needs: an aggregated discovery stream that answers
// the first request for each kind of resource, and tells what has changed. Messages are written by hand, field by field: what is
// needed of Envoy's API is thirty fields, and a generated one would be thousands.
import * as grpc from '@grpc/grpc-js';
import { readFields } from '../src/xds/wire-fields.ts';

export interface AdsServer extends AsyncDisposable {
  /** What GRPC_XDS_BOOTSTRAP_CONFIG should be; without `locality`, unless it is given. */
  bootstrap(node?: object): string;
  /** The kinds of resources asked for, such as `envoy.config.listener.v3.Listener`. */
  readonly asked: readonly string[];
  /** The kinds of resources that were refused (NACK). */
  readonly refused: readonly string[];
  /** Says again what the options say, with these in place of those before. */
  change(options: Pick<AdsServerOptions, 'cluster' | 'route'>): void;
}

export interface AdsServerOptions {
  /** Further fields of the Cluster, such as `number(6, 1)`. Default: none. */
  readonly cluster?: Buffer;
  /** Further fields of the RouteAction. Default: none. */
  readonly route?: Buffer;
  /** Further virtual hosts, before the one of the service: see `describeVirtualHost`. Default: none. */
  readonly virtualHosts?: readonly Buffer[];
  /** Listeners of servers, beside the one of clients: see `describeServerListener`. Default: none. */
  readonly serverListeners?: readonly Buffer[];
  /** Further fields of the bootstrap. Default: none. */
  readonly bootstrap?: object;
}

interface Address {
  readonly host: string;
  readonly port: number;
  /** Default: zone-a. */
  readonly zone?: string;
}

const listenerType = 'envoy.config.listener.v3.Listener';
const clusterType = 'envoy.config.cluster.v3.Cluster';
/** Of a DiscoveryRequest. */
const ERROR_DETAIL = 6;
const assignmentType = 'envoy.config.endpoint.v3.ClusterLoadAssignment';
const routesType = 'envoy.config.route.v3.RouteConfiguration';

export async function startAdsServer(
  service: string,
  addresses: Address | readonly Address[],
  options: AdsServerOptions = {},
): Promise<AdsServer> {
  const asked: string[] = [];
  const refused: string[] = [];
  const resources = new Map([
    [listenerType, [describeListener(service), ...(options.serverListeners ?? [])]],
    [routesType, [describeRoutes(service, options)]],
    [clusterType, [describeCluster(service, options.cluster)]],
    [assignmentType, [describeAssignment(service, [addresses].flat())]],
  ]);
  const calls = new Set<grpc.ServerDuplexStream<Buffer, Buffer>>();
  let version = 1;
  const server = new grpc.Server();
  const stream = (call: grpc.ServerDuplexStream<Buffer, Buffer>) => {
    const served = new Set<string>();
    calls.add(call);
    call.on('data', (request: Buffer) => {
      const kind = [...resources.keys()].find((name) => request.includes(name));
      if (kind === undefined) return;
      // A second request of a kind is the acknowledgement of the answer to the first, or its refusal.
      if (served.has(kind)) {
        if (readFields(request)?.some(({ field }) => field === ERROR_DETAIL)) refused.push(kind);
        return;
      }
      served.add(kind);
      asked.push(kind);
      call.write(describeResponse(kind, resources.get(kind)!, version));
    });
    call.on('end', () => {
      calls.delete(call);
      call.end();
    });
    call.on('error', () => undefined);
  };
  const raw = (bytes: Buffer) => bytes;
  server.addService(
    {
      stream: {
        path: '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources',
        requestStream: true,
        responseStream: true,
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    },
    { stream },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    asked,
    refused,
    change: ({ cluster, route }) => {
      version += 1;
      if (cluster !== undefined) resources.set(clusterType, [describeCluster(service, cluster)]);
      if (route !== undefined)
        resources.set(routesType, [describeRoutes(service, { ...options, route })]);
      for (const kind of [clusterType, routesType]) {
        const response = describeResponse(kind, resources.get(kind)!, version);
        for (const call of calls) call.write(response);
      }
    },
    bootstrap: (node = { id: 'test' }) =>
      JSON.stringify({
        xds_servers: [
          {
            server_uri: `127.0.0.1:${port}`,
            channel_creds: [{ type: 'insecure' }],
            server_features: ['xds_v3'],
          },
        ],
        node,
        ...options.bootstrap,
      }),
    [Symbol.asyncDispose]: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

/** The listener of an `XdsServer` at the address; it is asked for by the template `server/%s`. */
export function describeServerListener(host: string, port: number, filterChain: Buffer): Buffer {
  const route = message(3, message(1, text(1, '')), message(18));
  const virtualHost = message(2, text(1, 'inbound'), text(2, '*'), route);
  const manager = describeManager(message(4, text(1, 'inbound'), virtualHost));
  const filter = message(3, text(1, 'hcm'), message(4, any(managerType, manager)));
  return Buffer.concat([
    text(1, `server/${host}:${port}`),
    message(2, message(1, text(2, host), number(3, port))),
    message(3, filter, filterChain),
  ]);
}

/** Of a Cluster: mutual TLS by the certificate provider `default` of the bootstrap. */
export const clientTls = (): Buffer =>
  message(24, tlsSocket('UpstreamTlsContext', commonTlsContext()));

/** Of a server's filter chain: the same, and whoever has no certificate is refused. */
export const serverTls = (): Buffer =>
  message(6, tlsSocket('DownstreamTlsContext', commonTlsContext(), message(2, number(1, 1))));

function tlsSocket(kind: string, ...parts: readonly Buffer[]): Buffer {
  const type = `envoy.extensions.transport_sockets.tls.v3.${kind}`;
  return Buffer.concat([
    text(1, 'envoy.transport_sockets.tls'),
    message(3, any(type, Buffer.concat(parts))),
  ]);
}

const commonTlsContext = () => {
  const provider = text(1, 'default');
  return message(1, message(14, provider), message(3, message(13, provider)));
};

const managerType =
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';

function describeManager(routes: Buffer): Buffer {
  const router = any('envoy.extensions.filters.http.router.v3.Router', Buffer.alloc(0));
  return Buffer.concat([routes, message(5, text(1, 'router'), message(4, router))]);
}

/** Where its routes are: they are asked for by name, as istiod has it. */
function describeListener(service: string): Buffer {
  const overAds = message(1, message(3));
  const manager = describeManager(message(3, overAds, text(2, service)));
  return Buffer.concat([text(1, service), message(19, message(1, any(managerType, manager)))]);
}

function describeRoutes(service: string, { route, virtualHosts = [] }: AdsServerOptions): Buffer {
  const own = describeVirtualHost(service, '*', route);
  return Buffer.concat([text(1, service), ...virtualHosts, own]);
}

/** All calls to hosts of the domain go to the cluster. */
export function describeVirtualHost(
  cluster: string,
  domain: string,
  furtherRoute: Buffer = Buffer.alloc(0),
): Buffer {
  const action = message(2, text(1, cluster), furtherRoute);
  const route = message(3, message(1, text(1, '')), action, text(14, 'whole'));
  return message(2, text(1, cluster), text(2, domain), route);
}

function describeCluster(service: string, further: Buffer = Buffer.alloc(0)): Buffer {
  const overAds = message(1, message(3));
  const source = message(3, overAds, text(2, service));
  return Buffer.concat([text(1, service), number(2, 3), source, further]);
}

/** One locality for each zone, with the weight of its endpoints, as istiod has it. */
function describeAssignment(service: string, addresses: readonly Address[]): Buffer {
  const zones = Map.groupBy(addresses, ({ zone = 'zone-a' }) => zone);
  const localities = [...zones].map(([zone, within]) => {
    const endpoints = within.map(({ host, port }) =>
      message(2, message(1, message(1, message(1, text(2, host), number(3, port))))),
    );
    const weight = message(3, number(1, within.length));
    return message(2, message(1, text(2, zone)), ...endpoints, weight);
  });
  return Buffer.concat([text(1, service), ...localities]);
}

function describeResponse(kind: string, resources: readonly Buffer[], version: number): Buffer {
  return Buffer.concat([
    ...[text(1, `${version}`), ...resources.map((resource) => message(2, any(kind, resource)))],
    ...[text(4, `type.googleapis.com/${kind}`), text(5, `${version}`)],
  ]);
}

export const any = (kind: string, value: Buffer) =>
  Buffer.concat([text(1, `type.googleapis.com/${kind}`), message(2, value)]);

// The wire format: https://protobuf.dev/programming-guides/encoding/
export const number = (field: number, value: number) =>
  Buffer.concat([varint(field << 3), varint(value)]);
export const message = (field: number, ...parts: readonly Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
};
export const text = (field: number, value: string) => message(field, Buffer.from(value));

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}
