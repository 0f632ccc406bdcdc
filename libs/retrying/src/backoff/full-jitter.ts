// Full jitter: a pause is uniform between 0 and its longest, because "some jitter" leaves clients
// that failed together in step (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog,
// 2015). grpc-js has no word for it and multiplies what it is given by a factor J that is uniform in
// [0.8, 1.2) (retrying-call.ts, getNextRetryJitter).
//
// But J·X is exactly uniform in (0, cap] when X is cap / 1.2 · (2/3)^K with P(K = k) = 1/3 · (2/3)^k:
// K cuts (0, cap] into pieces ((2/3)^(k+1) · cap, (2/3)^k · cap], whose length is their probability,
// and J is uniform within the piece, since 0.8 / 1.2 = 2/3.

const RATIO = 2 / 3;
const LARGEST_FACTOR = 1.2;

/** Beyond it a pause is below a millionth of its cap. */
export const LAST_PIECE = 34;

/** Which piece of the range. @param random uniform in [0, 1) */
export function drawPiece(random: () => number): number {
  const piece = Math.floor(Math.log(1 - random()) / Math.log(RATIO));
  return Math.min(piece, LAST_PIECE);
}

/** What to give grpc-js for that piece, in milliseconds. */
export function backoffOfPiece(piece: number, capMs: number): number {
  return (capMs / LARGEST_FACTOR) * RATIO ** piece;
}

/** The longest pause that grpc-js can make of it, in milliseconds. */
export function longestPauseMs(backoffMs: number): number {
  return backoffMs * LARGEST_FACTOR;
}
