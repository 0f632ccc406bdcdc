import { request as startRequest, type Agent, type IncomingHttpHeaders } from 'node:http';

export interface HttpRequest {
  /** Default GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whose connections to use. Default: a new connection for this request alone. */
  readonly agent?: Agent;
  /** Longest silence before the request is given up. Default 20 000. */
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

/**
 * One HTTP/1.1 request on node:http, which repeats nothing behind the caller's back.
 *
 * @throws the socket's error when there is no whole answer, with a message that tells of the connection.
 */
export function sendRequest(url: string, options: HttpRequest = {}): Promise<HttpAnswer> {
  const { method = 'GET', headers = {}, body, agent, timeoutMs = 20_000 } = options;
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = startRequest(url, {
      method,
      agent: agent ?? false,
      headers: { ...length, ...headers },
    });
    request.setTimeout(timeoutMs, () => {
      request.destroy(new Error(`${method} ${url}: silent for ${timeoutMs} ms`));
    });
    // A server that refuses a body early may close while it is still being written: the answer
    // counts, not the broken pipe.
    let answered = false;
    const beginMs = performance.now();
    request.once('error', (error: NodeJS.ErrnoException) => {
      if (answered) return;
      if (error.code !== undefined) {
        const tookMs = Math.round(performance.now() - beginMs);
        // Whether the server ended a connection that it had promised to keep, or never took it.
        const which = request.reusedSocket ? 'a kept connection' : 'a new connection';
        error.message = `${error.code} after ${tookMs} ms on ${which}`;
      }
      reject(error);
    });
    request.once('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { statusCode = 0, headers: received } = response;
        resolve({ status: statusCode, headers: received, text, json: parseJson(text) });
      });
      response.once('close', () => {
        if (!response.complete) reject(new Error(`${method} ${url}: the answer broke off`));
      });
    });
    request.end(body);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
