import { expect, test } from 'vitest';
import { createGate } from './index.ts';

test('lets those through who came before and who come after', async () => {
  const gate = createGate<string>();
  expect(gate.isOpen).toBe(false);
  const before = gate.opened;
  gate.open('first');
  gate.open('second');
  expect(gate.isOpen).toBe(true);
  expect([await before, await gate.opened]).toEqual(['first', 'first']);
});

test('a failed gate rejects those who wait', async () => {
  const gate = createGate();
  gate.fail(new Error('broken'));
  await expect(gate.opened).rejects.toThrow('broken');
});
