import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EndpointTable } from '../endpoints/endpoint-table.ts';
import { RefusalWatch } from './refusal-watch.ts';

function watched() {
  const table = new EndpointTable();
  const slot = table.add('one');
  const watch = new RefusalWatch(table);
  return { watch, slot };
}

test('a refusal is none of the host’s failures', () => {
  const { watch, slot } = watched();
  expect(watch.judge(slot, 'refused', 0)).toBe('refused');
});

test('many refusals within a moment are one overload, not a broken host', () => {
  const { watch, slot } = watched();
  const verdicts = Array.from({ length: 500 }, (_, i) => watch.judge(slot, 'refused', i));
  expect(new Set(verdicts)).toEqual(new Set(['refused']));
});

test('nothing but refusals for seconds is a failure', () => {
  const { watch, slot } = watched();
  for (let i = 0; i < 20; i += 1) watch.judge(slot, 'refused', i * 100);
  expect(watch.judge(slot, 'refused', 2_000)).toBe('failure');
});

test('few refusals are none, however long they last', () => {
  const { watch, slot } = watched();
  for (let i = 0; i < 18; i += 1) watch.judge(slot, 'refused', i * 1_000);
  expect(watch.judge(slot, 'refused', 60_000)).toBe('refused');
});

test('who serves one call in between never fails by refusing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_900), { minLength: 1, maxLength: 200 }), (gapsMs) => {
      const { watch, slot } = watched();
      let nowMs = 0;
      let servedMs = 0;
      for (const gapMs of gapsMs) {
        nowMs += gapMs;
        if (nowMs - servedMs > 1_900) {
          watch.judge(slot, 'success', nowMs);
          servedMs = nowMs;
        }
        expect(watch.judge(slot, 'refused', nowMs)).toBe('refused');
      }
    }),
  );
});

test('what is a failure, a success or neither stays so', () => {
  const { watch, slot } = watched();
  for (const verdict of ['failure', 'success', 'neutral'] as const) {
    expect(watch.judge(slot, verdict, 0)).toBe(verdict);
  }
});
