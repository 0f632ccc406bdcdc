import { Fault } from '@ballast/contracts';
import { expect, it } from 'vitest';
import { toFault } from './fault-request.ts';
import { toggles } from './toggles.ts';

it.each(toggles)('$id is what it was, on its way over the wire and back', (toggle) => {
  const fault = toFault({ toggle: toggle.id });
  const { effect } = Fault.decode(Fault.encode(fault).finish());
  const defaults = toggle.parameters.map(({ name, default: value }) => [name, value] as const);
  expect(toggle.fromEffect(effect)).toEqual(Object.fromEntries(defaults));
  const others = toggles.filter(({ id }) => id !== toggle.id);
  expect(others.filter((other) => other.fromEffect(effect) !== undefined)).toEqual([]);
});
