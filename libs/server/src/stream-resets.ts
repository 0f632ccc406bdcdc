import type { Server } from '@grpc/grpc-js';

/** How long a burst may be, in seconds of the rate. */
const burstSeconds = 10;

/**
 * Says how many streams a caller may reset, which is what cancelling a call does.
 *
 * Node's HTTP/2 server ends a *whole connection* (GOAWAY, and INTERNAL for every other call on it)
 * when a peer resets more than 1000 streams faster than 33 a second: its defence against
 * CVE-2023-44487, made for browsers. One connection from a gateway carries the calls of thousands
 * of users, and when they leave, their streams are reset. grpc-js has no option for it, so it is set
 * on the options it hands to `http2.createServer`; a test would tell if that ceased to work.
 */
export function limitStreamResets(server: Server, perSecond: number): void {
  const http2Options = Reflect.get(server, 'commonServerOptions') as object;
  Object.assign(http2Options, {
    streamResetRate: perSecond,
    streamResetBurst: perSecond * burstSeconds,
  });
}
