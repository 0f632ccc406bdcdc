/**
 * A response that is compressed already. grpc-js 1.14 compresses requests but not responses: it
 * frames what `responseSerialize` gives it by `copy(frame, 5)` behind a flag byte that it always
 * leaves 0 ("response compression is currently not supported", server-interceptors.ts). This copy
 * sets the flag, as "Compressed-Flag → 0 / 1" of gRPC's PROTOCOL-HTTP2.md wants it. The tests read
 * the frames, so that an upgrade that frames otherwise is noticed.
 */
export class GzippedMessage {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  asBuffer(): Buffer {
    const bytes = this.#bytes;
    const copy = (frame: Uint8Array, at: number): number => {
      frame[0] = 1;
      return bytes.copy(frame, at);
    };
    return Object.defineProperty(bytes.subarray(), 'copy', { value: copy });
  }
}
