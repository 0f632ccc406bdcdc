import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LoopBusy } from './loop-busy.ts';

test('a loop without idle time is busy for as long as that lasts', () => {
  const busy = new LoopBusy();
  busy.turn(1_000, 900);
  for (let nowMs = 1_050; nowMs <= 1_200; nowMs += 50) busy.turn(nowMs, 900);
  expect(busy.busyMs(1_210)).toBe(210);
});

test('one long turn is no overload', () => {
  const busy = new LoopBusy();
  busy.turn(1_000, 900);
  busy.turn(3_000, 900);
  expect(busy.busyMs(3_000)).toBe(0);
});

test('a turn with idle time ends it', () => {
  const busy = new LoopBusy();
  for (let nowMs = 0; nowMs <= 200; nowMs += 10) busy.turn(nowMs, 0);
  busy.turn(210, 5);
  expect(busy.busyMs(210)).toBe(0);
});

test('who is idle for a twentieth of every turn is never busy', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.double({ min: 0.1, max: 500, noNaN: true }),
          fc.double({ min: 0.06, max: 1, noNaN: true }),
        ),
      ),
      (turns) => {
        const busy = new LoopBusy();
        let [nowMs, idleMs] = [0, 0];
        for (const [lengthMs, idleShare] of turns) {
          nowMs += lengthMs;
          idleMs += lengthMs * idleShare;
          busy.turn(nowMs, idleMs);
          expect(busy.busyMs(nowMs)).toBe(0);
        }
      },
    ),
  );
});
