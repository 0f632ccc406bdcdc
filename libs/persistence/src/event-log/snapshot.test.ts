import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHistoryLost, limitSnapshot, parseSnapshot, type Snapshot } from './snapshot.ts';

/** As pg_visible_in_snapshot() decides. */
function isSeen(xid: bigint, snapshot: Snapshot): boolean {
  const { xmin, xmax, running } = parseSnapshot(snapshot);
  return xid < xmin || (xid < xmax && !running.includes(xid));
}

const xid = fc.bigInt({ min: 3n, max: 40n });
const snapshot = fc.record({ xmax: xid, running: fc.uniqueArray(xid) }).map(({ xmax, running }) => {
  const listed = running.filter((each) => each < xmax).toSorted((a, b) => (a < b ? -1 : 1));
  return `${listed[0] ?? xmax}:${xmax}:${listed.join()}`;
});

describe('a limited snapshot', () => {
  it('says the same of the newest row and all before it, and nothing of what is younger', () => {
    const property = fc.property(snapshot, xid, xid, (whole, newest, each) => {
      fc.pre(isSeen(newest, whole));
      const limited = limitSnapshot(whole, newest);
      expect(isSeen(each, limited)).toBe(each <= newest && isSeen(each, whole));
    });
    fc.assert(property);
  });

  it('has seen nothing where there was no row', () => {
    fc.assert(
      fc.property(snapshot, xid, (whole, each) => {
        expect(isSeen(each, limitSnapshot(whole, undefined))).toBe(false);
      }),
    );
  });

  it('is a snapshot: its numbers lie in order within its bounds', () => {
    fc.assert(
      fc.property(snapshot, fc.option(xid, { nil: undefined }), (whole, newest) => {
        const { xmin, xmax, running } = parseSnapshot(limitSnapshot(whole, newest));
        const line = [xmin, ...running, xmax];
        expect(line).toEqual(line.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      }),
    );
  });
});

it('tells a history that lacks what was seen', () => {
  expect(isHistoryLost('10:12:10', '9:11:')).toBe(true);
  expect(isHistoryLost('10:12:10', '12:12:')).toBe(false);
});
