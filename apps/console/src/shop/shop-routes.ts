import { randomBytes, randomUUID } from 'node:crypto';
import { get as getOverHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { get as getOverTls } from 'node:https';
import { pipeline } from 'node:stream';
import { formatTraceparent } from '@ballast/tracing';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Order, OrderAnswer, OrderRequest } from '../api/shop.ts';
import { HttpRefusal } from '../http/problem.ts';
import type { Gateway, GatewayAnswer, GatewayRequest } from '../load/ask-gateway.ts';

const TIMEOUT_MS = 15_000;

const orderSchema = {
  type: 'object',
  required: ['customerId', 'items'],
  properties: {
    customerId: { type: 'string' },
    idempotencyKey: { type: 'string', minLength: 1, maxLength: 256 },
    items: { type: 'array' },
  },
} as const;

/** The shop, as the gateway has it; for a page that may speak to nobody but the console. */
export function addShopRoutes(app: FastifyInstance, gateway: Gateway): void {
  app.get('/api/shop/products', async (_request, reply) => {
    const answer = await ask(gateway, {
      method: 'GET',
      path: '/v1/products',
      timeoutMs: TIMEOUT_MS,
    });
    return reply
      .code(answer.status)
      .type(String(answer.headers['content-type'] ?? 'application/json'))
      .send(answer.body);
  });

  app.post<{ Body: OrderRequest }>(
    '/api/shop/orders',
    { schema: { body: orderSchema } },
    async ({ body }): Promise<OrderAnswer> => {
      const { idempotencyKey = randomUUID(), ...order } = body;
      const traceId = randomBytes(16).toString('hex');
      const spanId = randomBytes(8).toString('hex');
      // The order's trace begins here, and is kept whatever share of traces is.
      const traceparent = formatTraceparent({ traceId, spanId, traceFlags: 1 });
      const answer = await ask(gateway, {
        ...{ method: 'POST', path: '/v1/orders', timeoutMs: TIMEOUT_MS, body: order },
        headers: { 'idempotency-key': idempotencyKey, traceparent },
      });
      return describeOrderAnswer(answer, traceId);
    },
  );

  app.get<{ Params: { orderId: string } }>(
    '/api/shop/orders/:orderId/events',
    async ({ params, headers }, reply) => {
      const path = `/v1/orders/${encodeURIComponent(params.orderId)}/events`;
      const lastEventId = headers['last-event-id'];
      await passStream(
        gateway,
        path,
        reply,
        lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) },
      );
    },
  );
}

async function ask(gateway: Gateway, request: GatewayRequest): Promise<GatewayAnswer> {
  try {
    return await gateway.ask(request);
  } catch (cause) {
    throw gatewayAway(gateway, cause);
  }
}

function describeOrderAnswer(
  { status, body, durationMs }: GatewayAnswer,
  traceId: string,
): OrderAnswer {
  const json = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  const common = { httpStatus: status, traceId, durationMs };
  if (status < 300) return { ...common, order: json as unknown as Order };
  return {
    ...common,
    detail: String(json['detail'] ?? json['title'] ?? `HTTP ${status}`),
    reason: String(json['reason'] ?? 'UNKNOWN'),
  };
}

/** Passes an event stream on for as long as both sides want it. */
async function passStream(
  gateway: Gateway,
  path: string,
  reply: FastifyReply,
  headers: Record<string, string>,
): Promise<void> {
  const { url } = gateway;
  const get = url.protocol === 'https:' ? getOverTls : getOverHttp;
  // Not over the pool: a stream would keep one of its connections.
  const sent = get(new URL(path, url), { agent: false, headers });
  // The browser may leave before the gateway has said anything.
  reply.raw.once('close', () => sent.destroy());
  const response = await awaitHeaders(sent).catch((cause: unknown) => {
    throw gatewayAway(gateway, cause);
  });
  reply.hijack();
  if (reply.raw.destroyed) {
    sent.destroy();
    return;
  }
  reply.raw.writeHead(response.statusCode ?? 502, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': response.headers['content-type'] ?? 'text/event-stream',
  });
  pipeline(response, reply.raw, () => sent.destroy());
}

/** The stream itself may take as long as it likes, and say nothing for minutes. */
async function awaitHeaders(sent: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  sent.once('response', resolve);
  sent.on('error', reject);
  const timer = setTimeout(
    () => sent.destroy(new Error(`no headers within ${TIMEOUT_MS} ms`)),
    TIMEOUT_MS,
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function gatewayAway(gateway: Gateway, cause: unknown): HttpRefusal {
  const words = (cause as Error).message;
  return new HttpRefusal(502, 'GATEWAY_AWAY', `${gateway.url.origin} does not answer: ${words}`, {
    cause,
  });
}
