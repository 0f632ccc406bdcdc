import { resourceExhausted } from '@ballast/status';
import type { MethodDefinition } from '../definition.ts';
import { GzippedMessage } from '../compression/gzipped-message.ts';

/**
 * Encodes the responses of a method once, before grpc-js asks for it: an answer that cannot be
 * encoded is then an error of its handler, with a reference in the log, and the size of what
 * waits for a slow reader is known.
 */
export interface ResponseEncoder {
  /** @throws what the encoder throws; RESOURCE_EXHAUSTED (`RESPONSE_TOO_LARGE`) above the limit. */
  encode(response: unknown): Buffer;
  /** What grpc-js is given as `responseSerialize`. */
  serialize(response: unknown): Buffer;
}

export function createResponseEncoder(
  { path, responseSerialize }: Pick<MethodDefinition, 'path' | 'responseSerialize'>,
  maxBytes: number,
): ResponseEncoder {
  const serialize = responseSerialize as (response: unknown) => Buffer;
  // Interceptors see the message itself, so its bytes travel beside it.
  const encoded = new WeakMap<object, Buffer>();
  return {
    encode(response) {
      if (typeof response !== 'object' || response === null) {
        throw new TypeError(`the handler of ${path} answered ${String(response)}, not a message`);
      }
      const bytes = serialize(response);
      if (bytes.length > maxBytes) {
        throw resourceExhausted(
          `the response takes ${bytes.length} bytes, more than the ${maxBytes} that are allowed`,
          { reason: 'RESPONSE_TOO_LARGE' },
        );
      }
      encoded.set(response, bytes);
      return bytes;
    },
    serialize(response) {
      if (response instanceof GzippedMessage) return response.asBuffer();
      return encoded.get(response as object) ?? serialize(response);
    },
  };
}
