import type { ResponseEncoder } from '../calls/response-encoder.ts';

/**
 * How many bytes a message took or takes, 0 where that is not known any more. Interceptors of grpc-js
 * see messages, not bytes: what was read last is remembered until it is asked for.
 */
export class MessageSizes {
  readonly #encoder: ResponseEncoder;
  #lastRequest: unknown;
  #lastBytes = 0;

  constructor(encoder: ResponseEncoder) {
    this.#encoder = encoder;
  }

  /** A deserializer that remembers. */
  remember(deserialize: (bytes: Buffer) => object): (bytes: Buffer) => object {
    return (bytes) => {
      const request = deserialize(bytes);
      this.#lastRequest = request;
      this.#lastBytes = bytes.length;
      return request;
    };
  }

  sizeOfRequest(request: unknown): number {
    if (request !== this.#lastRequest) return 0;
    this.#lastRequest = undefined;
    return this.#lastBytes;
  }

  sizeOfResponse(response: unknown): number {
    return this.#encoder.sizeOf(response as object);
  }
}
