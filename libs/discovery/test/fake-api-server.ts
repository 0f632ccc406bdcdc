// As much of a Kubernetes API server as a watch can see, over HTTP/2 without TLS, with every
// way to fail that a real one has.
import { once } from 'node:events';
import {
  createSecureServer,
  createServer,
  type Http2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { parseEndpoint, type Endpoint } from '../src/endpoint.ts';
import type { EndpointSlice } from '../src/kubernetes/endpoint-slice.ts';

interface StoredEvent {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: EndpointSlice;
}

export interface FakeApiServer extends AsyncDisposable {
  readonly port: number;
  readonly slices: ReadonlyMap<string, EndpointSlice>;
  /** Requests answered so far. */
  readonly counts: { lists: number; watches: number };
  put(slice: EndpointSlice): void;
  /** Makes `host:port` addresses the whole set, one slice for each host and port. */
  putEndpoints(addresses: readonly string[]): void;
  remove(name: string): void;
  /** Sends every watch the current version and nothing else. */
  bookmark(): void;
  /** Forgets all events: a watch from before now is answered with 410. */
  compact(): void;
  /** Ends all watches in good order, as at their timeout. */
  endWatches(): void;
  /** 410 inside the watches that are open; it is the client that has to end them. */
  expireWatches(): void;
  /** Writes half a line, then ends the connection. */
  tearWatches(): void;
  /** Cuts all connections. */
  dropConnections(): void;
  /** Answers the next requests with these statuses, one each. */
  refuseNext(...answers: { readonly status: number; readonly retryAfterSeconds?: number }[]): void;
  /** Takes only this bearer token; undefined takes any. */
  requireToken(token: string | undefined): void;
}

/** @param tls key and certificate in PEM; undefined: without TLS */
export async function startFakeApiServer(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<FakeApiServer> {
  let version = 100;
  let compactedAt = 0;
  let token: string | undefined;
  const slices = new Map<string, EndpointSlice>();
  const events: StoredEvent[] = [];
  const watches = new Set<ServerHttp2Stream>();
  const sessions = new Set<Http2Session>();
  const refusals: { readonly status: number; readonly retryAfterSeconds?: number }[] = [];
  const counts = { lists: 0, watches: 0 };

  const send = (stream: ServerHttp2Stream, value: unknown) =>
    stream.write(`${JSON.stringify(value)}\n`);
  const refuse = (
    stream: ServerHttp2Stream,
    status: number,
    headers: Record<string, string> = {},
  ) => {
    stream.respond({ ':status': status, ...headers });
    stream.end(JSON.stringify({ kind: 'Status', code: status, message: `refused with ${status}` }));
  };
  const emit = (type: StoredEvent['type'], slice: EndpointSlice) => {
    version += 1;
    const metadata = { ...slice.metadata, resourceVersion: String(version) };
    const event: StoredEvent = { version, type, object: { ...slice, metadata } };
    events.push(event);
    for (const watch of watches) send(watch, event);
    return event.object;
  };

  const put = (slice: EndpointSlice) => {
    const type = slices.has(slice.metadata.name) ? 'MODIFIED' : 'ADDED';
    slices.set(slice.metadata.name, emit(type, slice));
  };
  const remove = (name: string) => {
    const slice = slices.get(name);
    if (slice === undefined) return;
    slices.delete(name);
    emit('DELETED', slice);
  };

  const list = (stream: ServerHttp2Stream) => {
    counts.lists += 1;
    stream.respond({ ':status': 200 });
    stream.end(
      JSON.stringify({
        metadata: { resourceVersion: String(version) },
        items: [...slices.values()],
      }),
    );
  };
  const watch = (stream: ServerHttp2Stream, since: number) => {
    counts.watches += 1;
    if (since < compactedAt) return refuse(stream, 410);
    stream.respond({ ':status': 200 });
    for (const event of events) if (event.version > since) send(stream, event);
    watches.add(stream);
    stream.once('close', () => watches.delete(stream));
  };

  const server = tls === undefined ? createServer() : createSecureServer(tls);
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => undefined);
    const refusal = refusals.shift();
    if (refusal) {
      const { status, retryAfterSeconds } = refusal;
      return refuse(
        stream,
        status,
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
      );
    }
    if (token !== undefined && headers.authorization !== `Bearer ${token}`)
      return refuse(stream, 401);
    const { searchParams } = new URL(headers[':path'] ?? '', 'http://api');
    if (searchParams.get('watch') === 'true')
      return watch(stream, Number(searchParams.get('resourceVersion')));
    return list(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const dropConnections = () => {
    for (const session of sessions) session.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    slices,
    counts,
    put,
    putEndpoints: (addresses) => {
      // Added before any is removed, and so never empty on the way unless it shall be.
      for (const address of addresses) put(createSlice(address));
      for (const name of [...slices.keys()].filter((name) => !addresses.includes(name)))
        remove(name);
    },
    remove,
    bookmark: () => {
      const object = { metadata: { name: '', resourceVersion: String(version) } };
      for (const watch of watches) send(watch, { type: 'BOOKMARK', object });
    },
    compact: () => {
      compactedAt = version;
      events.length = 0;
    },
    endWatches: () => {
      for (const watch of watches) watch.end();
    },
    expireWatches: () => {
      for (const watch of watches) {
        send(watch, { type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old' } });
      }
    },
    tearWatches: () => {
      for (const watch of watches) watch.write('{"type":"MODIFIED","object":{"meta');
      dropConnections();
    },
    dropConnections,
    refuseNext: (...answers) => void refusals.push(...answers),
    requireToken: (required) => {
      token = required;
    },
    async [Symbol.asyncDispose]() {
      dropConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function createSlice(address: string): EndpointSlice {
  const { host, port } = findEndpoint(address);
  return {
    metadata: { name: address },
    addressType: host.includes(':') ? 'IPv6' : 'IPv4',
    ports: [{ name: 'grpc', port }],
    endpoints: [{ addresses: [host] }],
  };
}

function findEndpoint(address: string): Endpoint {
  const parsed = parseEndpoint(address);
  if (parsed.kind === 'broken') throw new Error(`${address} ${parsed.rule}`);
  return parsed.endpoint;
}
