import type {
  Metadata,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import type { WireStatus } from './wire-status.ts';

/** How a call reaches its caller. */
export interface CallWire {
  readonly metadata: Metadata;
  getPeer(): string;
  getDeadline(): Date | number;
  sendMetadata(metadata: Metadata): void;
  /** Ends the call with a status that is not OK. */
  sendStatus(status: WireStatus): void;
}

/** The call objects of grpc-js whose requests or answers are a stream. */
export type StreamSurface =
  | ServerReadableStream<object, unknown>
  | ServerWritableStream<object, unknown>
  | ServerDuplexStream<object, unknown>;

/** A stream of grpc-js, whose status goes out by another way for each of its shapes. */
export class StreamWire implements CallWire {
  readonly #surface: Pick<
    ServerUnaryCall<unknown, unknown>,
    'metadata' | 'getPeer' | 'getDeadline' | 'sendMetadata'
  >;
  readonly sendStatus: (status: WireStatus) => void;

  constructor(surface: StreamSurface, sendStatus: (status: WireStatus) => void) {
    this.#surface = surface;
    this.sendStatus = sendStatus;
  }

  get metadata(): Metadata {
    return this.#surface.metadata;
  }

  getPeer(): string {
    return this.#surface.getPeer();
  }

  getDeadline(): Date | number {
    return this.#surface.getDeadline();
  }

  sendMetadata(metadata: Metadata): void {
    this.#surface.sendMetadata(metadata);
  }
}
