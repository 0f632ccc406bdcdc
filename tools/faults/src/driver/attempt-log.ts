// Counts what a client really sends: every HTTP/2 stream, by the port of the server. That is below
// all clients alike, retries and hedges included, and none of them is asked to count itself.
import http2, { type ClientHttp2Session, type OutgoingHttpHeaders } from 'node:http2';
import type { AttemptRecords } from './messages.ts';
import { epochMs } from './messages.ts';

export class AttemptLog {
  readonly #pathPrefix: string;
  #startMs: number[] = [];
  #port: number[] = [];

  /** Of the methods of one service. Call `watch` before the first client connects. */
  constructor(service: string) {
    this.#pathPrefix = `/${service}/`;
  }

  watch(): void {
    const connect = http2.connect;
    const watched = (...args: Parameters<typeof connect>): ClientHttp2Session => {
      const session = connect(...args);
      const request = session.request.bind(session);
      session.request = (headers?: OutgoingHttpHeaders, ...rest) => {
        const stream = request(headers, ...rest);
        if (String(headers?.[':path']).startsWith(this.#pathPrefix)) {
          this.#startMs.push(epochMs());
          this.#port.push(session.socket.remotePort ?? 0);
        }
        return stream;
      };
      return session;
    };
    // grpc-js reads it from the module at every connection.
    http2.connect = watched as typeof connect;
  }

  /** What was seen since the last time. */
  take(): AttemptRecords {
    const records = {
      startMs: Float64Array.from(this.#startMs),
      port: Uint16Array.from(this.#port),
    };
    this.#startMs = [];
    this.#port = [];
    return records;
  }
}
