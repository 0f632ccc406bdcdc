// As much of a Kubernetes API client as one watch needs: GET over HTTP/2, so that a connection
// that has died without a word is found by PING instead of by waiting for an event.
//
// Not @kubernetes/client-node's watch: its ListWatch (2.0.1) stops for good on any error but 410
// and its own inactivity timeout (its issues #364, #596, #958), asks for no bookmarks and cannot
// tell a quiet connection from a dead one. Its KubeConfig is used, see kubeconfig.ts.
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { ApiCredentials } from './credentials.ts';
import { createLineReader } from './read-lines.ts';

/** An answer that is not 200. */
export class ApiStatusError extends Error {
  override readonly name = 'ApiStatusError';
  readonly status: number;
  /** What the server asked us to wait; undefined where it did not. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, message: string, retryAfterMs?: number) {
    super(`HTTP ${status}: ${message}`);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface ApiServerOptions {
  /** How often an idle connection is asked whether it lives, in milliseconds. Default 5000. */
  readonly pingIntervalMs?: number;
  /** How long it may take to say so. Default 5000. With the interval: dead ones are found in 10 s. */
  readonly pingTimeoutMs?: number;
  /** How long connecting and the first bytes of an answer may take. Default 10000. */
  readonly responseTimeoutMs?: number;
}

export interface ApiServer {
  /** GET, one JSON document. @throws ApiStatusError, or the connection's error */
  read(path: string): Promise<unknown>;
  /**
   * GET, one JSON document a line, until the server ends it. `onOpen` when it has begun to answer.
   * @throws ApiStatusError, the connection's error, or what `onLine` throws
   */
  watch(path: string, onLine: (line: string) => void, onOpen?: () => void): Promise<void>;
  /** Ends the connection; what is under way rejects. */
  close(): void;
}

/**
 * How much of an answer may be under way. At HTTP/2's own 64 KiB a slice of 1 000 endpoints, which
 * is 300 kB, would come in five round trips.
 */
const windowBytes = 4 * 1024 * 1024;

export function createApiServer(
  credentials: ApiCredentials,
  options: ApiServerOptions = {},
): ApiServer {
  const { pingIntervalMs = 5_000, pingTimeoutMs = 5_000, responseTimeoutMs = 10_000 } = options;
  let session: ClientHttp2Session | undefined;
  let isClosed = false;

  const openSession = async (): Promise<ClientHttp2Session> => {
    if (session && !session.closed && !session.destroyed) return session;
    const { server, tls } = await credentials.load();
    if (isClosed) throw new Error('the connection is closed for good');
    const opened = connect(server, { ...tls, settings: { initialWindowSize: windowBytes } });
    opened.once('connect', () => opened.setLocalWindowSize(windowBytes));
    session = opened;
    // Errors reach the streams; without a listener they would end the process too.
    opened.on('error', () => undefined);
    watchPulse(opened, pingIntervalMs, pingTimeoutMs);
    return opened;
  };

  const request = async (
    path: string,
    onText: (text: string) => void,
    onOpen: () => void = () => undefined,
  ): Promise<void> => {
    // The token first: between a connection's failure and a request nobody would be told the reason.
    const token = await credentials.loadToken();
    const connection = await openSession();
    const stream = connection.request({
      [constants.HTTP2_HEADER_PATH]: path,
      [constants.HTTP2_HEADER_ACCEPT]: 'application/json',
      ...(token !== undefined && { [constants.HTTP2_HEADER_AUTHORIZATION]: `Bearer ${token}` }),
    });
    const silence = setTimeout(() => {
      // No stream error alone: a connection that does not answer is of no use to the next one.
      connection.destroy(new Error(`no answer within ${responseTimeoutMs} ms`));
    }, responseTimeoutMs);
    try {
      await readAnswer(stream, onText, (status) => {
        clearTimeout(silence);
        if (status === 200) onOpen();
      });
    } finally {
      clearTimeout(silence);
      stream.close(constants.NGHTTP2_CANCEL);
    }
  };

  return {
    async read(path) {
      let body = '';
      await request(path, (text) => (body += text));
      return JSON.parse(body) as unknown;
    },
    watch: (path, onLine, onOpen) => request(path, createLineReader(onLine), onOpen),
    close: () => {
      isClosed = true;
      session?.destroy();
    },
  };
}

async function readAnswer(
  stream: ClientHttp2Stream,
  onText: (text: string) => void,
  onResponse: (status: number) => void,
): Promise<void> {
  let status = 0;
  let retryAfterMs: number | undefined;
  let refusal = '';
  stream.on('response', (headers) => {
    status = headers[':status'] ?? 0;
    onResponse(status);
    const seconds = Number(headers['retry-after']);
    if (Number.isFinite(seconds)) retryAfterMs = seconds * 1000;
  });
  stream.setEncoding('utf8');
  for await (const text of stream as AsyncIterable<string>) {
    if (status === 200) onText(text);
    else refusal = (refusal + text).slice(0, 1_000);
  }
  if (status === 0) throw new Error('the connection ended before an answer');
  if (status !== 200) throw new ApiStatusError(status, findMessage(refusal), retryAfterMs);
}

/** The message of a metav1.Status, or the text as it is. */
function findMessage(body: string): string {
  try {
    return String((JSON.parse(body) as { message?: unknown }).message ?? body);
  } catch {
    return body;
  }
}

/** Ends a connection that does not answer a PING in time. */
function watchPulse(session: ClientHttp2Session, intervalMs: number, timeoutMs: number): void {
  let deadline: NodeJS.Timeout | undefined;
  const pulse = setInterval(() => {
    // Destroyed, it calls back every PING, and throws at the next; 'close' comes a little later.
    if (deadline !== undefined || session.destroyed) return;
    deadline = setTimeout(
      () => session.destroy(new Error(`no pulse within ${timeoutMs} ms`)),
      timeoutMs,
    );
    session.ping(() => {
      clearTimeout(deadline);
      deadline = undefined;
    });
  }, intervalMs);
  session.once('close', () => {
    clearInterval(pulse);
    clearTimeout(deadline);
  });
}
