import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePostmasterFile } from './postmaster-file.ts';
import { explainServerOutput, isPortTaken, isPredecessorEnding } from './server-output.ts';

describe('the reason in the output of a server', () => {
  it.each([
    [
      '2026-11-23 03:03:59.5 UTC [7] FATAL:  data directory "/d" has invalid permissions\nDETAIL:  x\n',
      'data directory "/d" has invalid permissions',
    ],
    [
      'initdb: error: could not write file "x": No space left on device\n',
      'no space left on the device',
    ],
    [
      'postgres: error while loading shared libraries: libx.so.1: cannot open shared object file\n',
      'postgres: error while loading shared libraries: libx.so.1: cannot open shared object file',
    ],
    ['creating subdirectories ... ok\n', undefined],
  ])('of %j is %j', (output, reason) => {
    expect(explainServerOutput(output)).toBe(reason);
  });

  it('tells a taken port and a predecessor that still ends', () => {
    const taken = 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\n';
    const ending = 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use\n';
    expect([isPortTaken(taken), isPortTaken(ending)]).toEqual([true, false]);
    expect([isPredecessorEnding(taken), isPredecessorEnding(ending)]).toEqual([false, true]);
  });
});

describe('postmaster.pid', () => {
  it('is read line by line', () => {
    const text = '42\n/d\n1700000000\n5433\n\n127.0.0.1\n 1 2\nready   \n';
    expect(parsePostmasterFile(text)).toEqual({ pid: 42, port: 5433, status: 'ready' });
  });

  it('may be cut off anywhere while it is written', () => {
    const text = '42\n/d\n1700000000\n5433\n\n127.0.0.1\n 1 2\nready   \n';
    fc.assert(
      fc.property(fc.nat({ max: text.length }), (length) => {
        const parsed = parsePostmasterFile(text.slice(0, length));
        expect(parsed === undefined || Number.isInteger(parsed.pid)).toBe(true);
        expect(parsed?.status ?? '').toMatch(/^(ready|read|rea|re|r|)$/);
      }),
    );
  });
});
