/**
 * Which transactions were over at a moment, as PostgreSQL writes it: `xmin:xmax:running,running`.
 * All below xmin were over, none from xmax on, and in between all but those that are listed.
 */
export type Snapshot = string;

/**
 * The same for all rows whose transaction is `newest` or older, and without a word about younger
 * ones: those are yet to be seen.
 *
 * A snapshot may speak of transactions that a crash undoes, down to their numbers: one that has
 * written nothing but its end (a NOTIFY, say) does not wait for the log to be on disk, and after
 * the recovery its number is given to another one, which would be taken for seen. The number of a
 * committed row is safe, and so is every number below it.
 *
 * @param newest the youngest transaction with a row that was visible; undefined when there was
 *   none.
 */
export function limitSnapshot(snapshot: Snapshot, newest: bigint | undefined): Snapshot {
  const { xmin, xmax, running } = parseSnapshot(snapshot);
  // The first number that PostgreSQL gives to an ordinary transaction is 3.
  const end = min(xmax, newest === undefined ? 3n : newest + 1n);
  return `${min(xmin, end)}:${end}:${running.filter((xid) => xid < end).join()}`;
}

/**
 * True when `later` cannot come after `earlier` in one history: another server took over and lacks
 * the last commits.
 */
export function isHistoryLost(earlier: Snapshot, later: Snapshot): boolean {
  return parseSnapshot(later).xmax < parseSnapshot(earlier).xmax;
}

export function parseSnapshot(snapshot: Snapshot) {
  const [xmin = '', xmax = '', running = ''] = snapshot.split(':');
  return {
    xmin: BigInt(xmin),
    xmax: BigInt(xmax),
    running: running === '' ? [] : running.split(',').map(BigInt),
  };
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
