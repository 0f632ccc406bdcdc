// Spans as the shop's processes send them: orders and browsing, in the proportions of three calls to a request.
import { randomBytes } from 'node:crypto';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

const replicas = {
  gateway: ['gateway#1'],
  orders: ['orders#1', 'orders#2'],
  inventory: ['inventory#1', 'inventory#2', 'inventory#3'],
} as const;
type Service = keyof typeof replicas;

const methods = {
  orders: 'ballast.orders.v1.OrdersService/PlaceOrder',
  inventory: 'ballast.inventory.v1.InventoryService/Reserve',
} as const;

const resources = new Map<string, Resource>(
  Object.entries(replicas).flatMap(([service, names]) =>
    names.map((name) => [
      name,
      resourceFromAttributes({
        ...{ 'service.name': service, 'service.namespace': 'ballast', 'service.instance.id': name },
        ...{ 'host.name': 'bench', 'process.pid': 1, 'telemetry.sdk.language': 'nodejs' },
      }),
    ]),
  ),
);

/** Spans of one request with three calls, by the process that sends them. */
export function createRequest(atMs: number): Map<string, ReadableSpan[]> {
  const traceId = randomBytes(16).toString('hex');
  const sent = new Map<string, ReadableSpan[]>();
  const add = (
    replica: string,
    parent: string | undefined,
    name: string,
    kind: SpanKind,
    attributes: ReadableSpan['attributes'],
    durationMs: number,
    isError = false,
  ): string => {
    const spanId = randomBytes(8).toString('hex');
    const context = (id: string) => ({ traceId, spanId: id, traceFlags: 1 });
    const span: ReadableSpan = {
      ...{ name, kind, attributes, links: [], events: [] },
      spanContext: () => context(spanId),
      ...(parent === undefined ? {} : { parentSpanContext: context(parent) }),
      ...{ startTime: toTime(atMs), endTime: toTime(atMs + durationMs), ended: true },
      status: { code: isError ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
      duration: [0, durationMs * 1e6],
      resource: resources.get(replica)!,
      instrumentationScope: { name: '@ballast/tracing' },
      ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
    };
    sent.set(replica, [...(sent.get(replica) ?? []), span]);
    return spanId;
  };
  const call = (from: string, parent: string, service: keyof typeof methods): [string, string] => {
    const method = methods[service];
    const to = choose(service);
    const rpc = { 'rpc.system.name': 'grpc', 'rpc.method': method, 'rpc.status_code': 'OK' };
    const client = { ...rpc, 'ballast.target': `file:///endpoints/${service}.json` };
    const isError = Math.random() < 0.005;
    const callId = add(
      ...([from, parent, method, SpanKind.CLIENT] as const),
      {
        ...client,
        'ballast.role': 'call',
        'ballast.breaker.state': 'closed',
        'ballast.attempts': 1,
      },
      8,
      isError,
    );
    const attemptId = add(
      ...([from, callId, `Attempt.${method}`, SpanKind.CLIENT] as const),
      {
        ...{ ...client, 'ballast.role': 'attempt', 'previous-rpc-attempts': 0 },
        ...{ 'server.address': '127.0.0.1', 'server.port': 50_051, 'transparent-retry': false },
        ...{ 'ballast.pick.policy': 'ballast', 'ballast.pick.reason': 'less loaded of two' },
        ...{ 'ballast.endpoint.in_flight': 1, 'ballast.endpoints.ready': 3 },
      },
      ...([7, isError] as const),
    );
    const served = {
      ...{ ...rpc, 'network.peer.address': '127.0.0.1', 'network.peer.port': 40_000 },
      ...{ 'ballast.messages.sent': 1, 'ballast.messages.received': 1 },
      'ballast.order.id': traceId,
    };
    return [to, add(to, attemptId, method, SpanKind.SERVER, served, 6, isError)];
  };
  const http = {
    ...{ 'http.request.method': 'POST', 'http.route': '/v1/orders', 'url.path': '/v1/orders' },
    ...{ 'url.scheme': 'http', 'http.response.status_code': 201 },
  };
  const root = add('gateway#1', undefined, 'POST /v1/orders', SpanKind.SERVER, http, 20);
  const [orders, placing] = call('gateway#1', root, 'orders');
  call(orders, placing, 'inventory');
  call(orders, placing, 'inventory');
  return sent;
}

function choose(service: Service): string {
  const names = replicas[service];
  return names[Math.floor(Math.random() * names.length)]!;
}

function toTime(atMs: number): [number, number] {
  return [Math.floor(atMs / 1000), Math.round((atMs % 1000) * 1e6)];
}
