import { expect, test } from 'vitest';
import type { BreakerState } from './process-state.ts';
import { StateRegister } from './state-register.ts';

const breaker = (method: string): BreakerState => ({
  ...{ target: 'static:///a:1', method, phase: 'closed', opensForMs: 0 },
  ...{ calls: 0, failures: 0, slowCalls: 0 },
});

test('asks every part, each time somebody looks', () => {
  const register = new StateRegister();
  const methods = ['/a.B/C'];
  register.add({ breakers: () => methods.map(breaker) });
  register.add({ breakers: () => [breaker('/x.Y/Z')] });
  expect(register.read().breakers.map(({ method }) => method)).toEqual(['/a.B/C', '/x.Y/Z']);
  methods.push('/a.B/D');
  expect(register.read().breakers).toHaveLength(3);
  expect(register.read().channels).toEqual([]);
});

test('a part that was taken out is asked no more', () => {
  const register = new StateRegister();
  const remove = register.add({ breakers: () => [breaker('/a.B/C')] });
  remove();
  remove();
  expect(register.read().breakers).toEqual([]);
});

test('isolates a method in every channel to the target, and only there', () => {
  const register = new StateRegister();
  const asked: string[] = [];
  const isolation = (target: string, known: string) => ({
    target,
    isolate: (method: string) => asked.push(`${target} isolate`) > 0 && method === known,
    release: (method: string) => asked.push(`${target} release`) > 0 && method === known,
  });
  register.add({ isolation: isolation('one', '/a.B/C') });
  register.add({ isolation: isolation('one', '/a.B/D') });
  register.add({ isolation: isolation('other', '/a.B/C') });
  expect(register.isolate('one', '/a.B/C')).toBe(1);
  expect(register.release('one', '/x.Y/Z')).toBe(0);
  expect(asked).toEqual(['one isolate', 'one isolate', 'one release', 'one release']);
});
