import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCount, formatMs, formatRate, formatShare } from './figures.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('figures', () => {
  it.each([
    [0, '0 ms'],
    [0.0834, '83.4 µs'],
    [0.83, '830 µs'],
    [4.234, '4.2 ms'],
    [42.34, '42.3 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1254, '1.25 s'],
    [120_000, '2 min'],
    [125_000, '2 min 5 s'],
    [7_260_000, '2 h 1 min'],
  ])('writes %d milliseconds as %s', (ms, text) => {
    expect(plain(formatMs(ms))).toBe(text);
  });

  it('never rounds a failure away', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1, maxExcluded: true, noNaN: true }), (share) => {
        expect(plain(formatShare(share))).not.toBe('100 %');
      }),
    );
  });

  it('never shows a rare failure as none', () => {
    expect(plain(formatShare(0.000_01))).toBe('<0.1 %');
    expect(plain(formatShare(0))).toBe('0 %');
  });

  it('keeps a figure to three digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 900_000_000, noNaN: true }), (count) => {
        expect(
          formatCount(count)
            .replaceAll(/[^0-9]/g, '')
            .replace(/^0+/, '').length,
        ).toBeLessThan(4);
      }),
    );
  });

  it('says a dash where there is no figure', () => {
    expect([formatMs(undefined), formatRate(undefined), formatShare(NaN)]).toEqual(['–', '–', '–']);
  });
});
