import { backoffOfPiece, drawPiece, LAST_PIECE } from './full-jitter.ts';

/** A back-off for grpc-js: the number, and the string that it reads it from. */
export interface Backoff {
  readonly ms: number;
  readonly text: string;
}

/** The longest pauses before a call's retries, growing exponentially; and draws from them. */
export class BackoffCaps {
  readonly #initialMs: number;
  readonly #maxMs: number;
  readonly #multiplier: number;
  /** Every call needs one of them, even if it is never retried. */
  readonly #first: readonly Backoff[];

  constructor(initialMs: number, maxMs: number, multiplier: number) {
    this.#initialMs = initialMs;
    this.#maxMs = maxMs;
    this.#multiplier = multiplier;
    this.#first = Array.from({ length: LAST_PIECE + 1 }, (_, piece) => this.#create(0, piece));
  }

  /** @param retry 0 before the first one */
  capMs(retry: number): number {
    return Math.min(this.#initialMs * this.#multiplier ** retry, this.#maxMs);
  }

  /** @param random uniform in [0, 1) */
  draw(retry: number, random: () => number): Backoff {
    const piece = drawPiece(random);
    return retry === 0 ? this.#first[piece]! : this.#create(retry, piece);
  }

  #create(retry: number, piece: number): Backoff {
    const ms = backoffOfPiece(piece, this.capMs(retry));
    return { ms, text: `${ms / 1000}s` };
  }
}
