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
  /** In bytes, of a message that was encoded and is not serialized yet; 0 of others. */
  sizeOf(response: object): number;
  /** What grpc-js is given as `responseSerialize`. */
  serialize(response: unknown): Buffer;
}

interface EncodedMessages {
  /** Takes them out, where only the last one is kept. */
  get(message: object): Buffer | undefined;
  sizeOf(message: object): number;
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
  const encoded: EncodedMessages = responseStream ? new AllEncoded() : new LastEncoded();
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
    sizeOf: (response) => encoded.sizeOf(response),
    serialize(response) {
      if (response instanceof GzippedMessage) return response.asBuffer();
      return encoded.get(response as object) ?? serialize(response);
    },
  };
}

class AllEncoded extends WeakMap<object, Buffer> implements EncodedMessages {
  sizeOf(message: object): number {
    return this.get(message)?.length ?? 0;
  }
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

  sizeOf(message: object): number {
    return message === this.#message ? (this.#bytes?.length ?? 0) : 0;
  }

  set(message: object, bytes: Buffer): void {
    this.#message = message;
    this.#bytes = bytes;
  }
}
