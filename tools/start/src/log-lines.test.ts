import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { jsonLines, readableLines, type LineSource } from './log-lines.ts';

const orders: LineSource = { replica: 'orders#1', stream: 'stdout' };
const plain = readableLines({ colours: false });
const time = new Date(2026, 0, 2, 14, 3, 21, 7).toISOString();

describe('a readable line', () => {
  it('has time, level, replica, message and fields, and hides what these tell', () => {
    const line = JSON.stringify({
      level: 'warn',
      time,
      service: 'orders',
      pid: 4,
      orderId: 'o-1',
      tookMs: 12,
      note: 'two words',
      items: [1],
      message: 'slow order',
    });
    expect(plain(line, orders)).toBe(
      '14:03:21.007 warn  orders#1    slow order orderId=o-1 tookMs=12 note="two words" items=[1]',
    );
  });

  it('keeps text that is no JSON, as an error where it came from standard error', () => {
    expect(plain('boom', { ...orders, stream: 'stderr' })).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} error orders#1 {4}boom$/,
    );
    expect(plain('{"half', orders)).toMatch(/ info {2}orders#1 {4}{"half$/);
  });

  it('tells an error by its message', () => {
    const error = { type: 'Error', message: 'no way', stack: 'Error: no way\n    at x' };
    const line = JSON.stringify({ level: 'error', time, error, message: 'failed' });
    expect(plain(line, orders)).toBe('14:03:21.007 error orders#1    failed error="no way"');
  });

  it('says the same in colours as without', () => {
    const line = JSON.stringify({ level: 'error', time, key: 'value', message: 'm' });
    const coloured = readableLines({ colours: true })(line, orders);
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(plain(line, orders));
  });

  it('is one line whatever JSON the program wrote', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        expect(plain(JSON.stringify({ ...record, message: 'm', time }), orders)).not.toContain(
          '\n',
        );
      }),
    );
  });
});

describe('a JSON line', () => {
  it('stays what the program wrote', () => {
    const line = '{"level":"info",  "message":"m"}';
    expect(jsonLines(line, orders)).toBe(line);
  });

  it('is made of anything else', () => {
    expect(JSON.parse(jsonLines('at x.ts:3', { ...orders, stream: 'stderr' }))).toMatchObject({
      level: 'error',
      replica: 'orders#1',
      message: 'at x.ts:3',
    });
  });
});
