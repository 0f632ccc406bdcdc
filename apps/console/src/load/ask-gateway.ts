import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { Agent as TlsAgent, request as requestTls } from 'node:https';
import { buffer } from 'node:stream/consumers';

export interface GatewayRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs: number;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly durationMs: number;
}

/** Speaks HTTP to the gateway, over connections that are kept. */
export interface Gateway {
  readonly url: URL;
  /** @throws Error where there is no answer, or not in time */
  ask(request: GatewayRequest): Promise<GatewayAnswer>;
  close(): void;
}

/** As many as the load may have under way. */
const MAX_SOCKETS = 256;

/**
 * Longer than a Keep-Alive header promises, in milliseconds. Node's agent reads the promise only with a
 * timeout of its own, and else sends on connections that the server is about to end.
 */
const KEPT_MS = 60_000;

export function connectToGateway(gatewayUrl: URL): Gateway {
  const isTls = gatewayUrl.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: KEPT_MS };
  const agent = isTls ? new TlsAgent(options) : new Agent(options);
  const open = isTls ? requestTls : request;
  return {
    url: gatewayUrl,
    async ask({ method, path, headers, body, timeoutMs }) {
      const startedMs = performance.now();
      const json = body === undefined ? undefined : JSON.stringify(body);
      const sent = open(new URL(path, gatewayUrl), {
        ...{ method, agent, signal: AbortSignal.timeout(timeoutMs) },
        headers: {
          ...headers,
          ...(json && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(json),
          }),
        },
      });
      sent.end(json);
      const { promise: answered, resolve, reject } = Promise.withResolvers<GatewayAnswer>();
      sent.once('error', reject);
      sent.once('response', (response) => {
        buffer(response).then(
          (content) =>
            resolve({
              ...{ status: response.statusCode ?? 0, headers: response.headers, body: content },
              durationMs: performance.now() - startedMs,
            }),
          reject,
        );
      });
      return answered;
    },
    close: () => agent.destroy(),
  };
}
