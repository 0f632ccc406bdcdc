// Where a fault has to go below grpc-js, which gives a server's interceptors no way to its HTTP/2
// stream. Both functions read what grpc-js 1.14 keeps to itself; the tests tell if that changes.
import type { ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';

/** The stream below a call and all its interceptors. @throws Error where there is none. */
export function findStream(call: object): ServerHttp2Stream {
  let innermost = call as { readonly nextCall?: object; readonly stream?: ServerHttp2Stream };
  while (innermost.nextCall !== undefined) innermost = innermost.nextCall;
  if (innermost.stream === undefined) throw new Error('grpc-js has no HTTP/2 stream below a call');
  return innermost.stream;
}

/** Resets the connection of a stream: no GOAWAY, no FIN, as of a host that was switched off. */
export function cutConnection({ session }: ServerHttp2Stream): void {
  const socket = session?.socket;
  if (socket === undefined) return;
  // Over TLS the raw socket is out of reach, and a reset of its wrapper is refused.
  if ((socket as TLSSocket).encrypted) session?.destroy();
  else socket.resetAndDestroy();
}

// A field of number 0 and wire type 7, neither of which exists in protobuf; no JSON begins so.
const unreadable = 0x07;
const prefixBytes = 5;

/** Flips the bytes of every message that the stream sends from now on; the frames stay whole. */
export function corruptMessages(stream: ServerHttp2Stream): void {
  const write = stream.write.bind(stream) as (frame: Buffer, done?: () => void) => boolean;
  const corrupted = (frame: Buffer, done?: () => void): boolean => write(corruptFrame(frame), done);
  Object.defineProperty(stream, 'write', { value: corrupted });
}

/** One length-prefixed message (gRPC over HTTP/2, "Length-Prefixed-Message") that cannot be read. */
export function corruptFrame(frame: Buffer): Buffer {
  // An empty message has no byte to flip.
  const length = Math.max(1, frame.length - prefixBytes);
  const corrupted = Buffer.alloc(prefixBytes + length);
  corrupted[0] = frame[0] ?? 0;
  corrupted.writeUInt32BE(length, 1);
  for (let at = prefixBytes; at < frame.length; at += 1) corrupted[at] = ~(frame[at] ?? 0);
  corrupted[prefixBytes] = unreadable;
  return corrupted;
}
