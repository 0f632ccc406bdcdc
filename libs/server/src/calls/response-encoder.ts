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

interface EncodedMessages {
  get(message: object): Buffer | undefined;
  set(message: object, bytes: Buffer): unknown;
}

export function createResponseEncoder(
  {
    path,
    responseStream,
    responseSerialize,
  }: Pick<MethodDefinition, 'path' | 'responseStream' | 'responseSerialize'>,
  maxBytes: number,
): ResponseEncoder {
  const serialize = responseSerialize as (response: unknown) => Buffer;
  // Interceptors see the message itself, so its bytes travel beside it. Messages of a stream may wait
  // for their reader; a single answer is asked for at once.
  const encoded: EncodedMessages = responseStream
    ? new WeakMap<object, Buffer>()
    : new LastEncoded();
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

/** The bytes of the last message: of another one, they are encoded once more. */
class LastEncoded implements EncodedMessages {
  #message: object | undefined;
  #bytes: Buffer | undefined;

  get(message: object): Buffer | undefined {
    if (message !== this.#message) return undefined;
    const bytes = this.#bytes;
    this.#message = undefined;
    this.#bytes = undefined;
    return bytes;
  }

  set(message: object, bytes: Buffer): void {
    this.#message = message;
    this.#bytes = bytes;
  }
}
