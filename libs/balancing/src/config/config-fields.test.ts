import { expect, test } from 'vitest';
import { ConfigFieldError, ConfigFields } from './config-fields.ts';

const read = (json: unknown) => new ConfigFields('policy', json);

test('durations are read as proto3 writes them', () => {
  const rule = { defaultMs: 7 };
  expect(read({ time: '1s' }).durationMs('time', rule)).toBe(1_000);
  expect(read({ time: '0.25s' }).durationMs('time', rule)).toBe(250);
  expect(read({}).durationMs('time', rule)).toBe(7);
  expect(read({ time: null }).durationMs('time', rule)).toBe(7);
});

test.each([
  [{ time: 1 }, 'policy.time must be a duration such as "1.5s", got 1'],
  [{ time: '1' }, 'policy.time must be a duration such as "1.5s", got "1"'],
  [{ time: '1m' }, 'policy.time must be a duration such as "1.5s", got "1m"'],
  [{ time: { seconds: 1 } }, 'policy.time must be a duration such as "1.5s", got {"seconds":1}'],
  [{ time: '0.05s' }, 'policy.time must be within [0.1s, 2s], got "0.05s"'],
  [{ time: '-1s' }, 'policy.time must be within [0.1s, 2s], got "-1s"'],
])('%j is no duration', (json, message) => {
  const parse = () => read(json).durationMs('time', { defaultMs: 500, minMs: 100, maxMs: 2_000 });
  expect(parse).toThrow(new ConfigFieldError(message));
});

test('both spellings of a name are one field', () => {
  expect(read({ choice_count: 3 }).integer('choiceCount', { default: 2 })).toBe(3);
  expect(read({ choiceCount: 3 }).integer('choiceCount', { default: 2 })).toBe(3);
  expect(() => read({ choiceCount: 3, choice_count: 4 })).toThrow(
    'policy.choiceCount must be spelt once, got it twice',
  );
});

test('a field that nobody asks for is an error that names the known ones', () => {
  const fields = read({ chioceCount: 3 });
  fields.integer('choiceCount', { default: 2 });
  expect(() => fields.end()).toThrow('policy.chioceCount is not a field; known: choiceCount');
});

test('numbers are checked for kind and range', () => {
  expect(() => read({ n: 1.5 }).integer('n', { default: 2 })).toThrow(
    'policy.n must be an integer, got 1.5',
  );
  expect(() => read({ n: '2' }).number('n', { default: 2 })).toThrow(
    'policy.n must be a number, got "2"',
  );
  expect(() => read({ n: 0 }).number('n', { default: 2, min: 1 })).toThrow(
    'policy.n must be at least 1, got 0',
  );
  expect(() => read({ n: 11 }).number('n', { default: 2, min: 1, max: 10 })).toThrow(
    'policy.n must be within [1, 10], got 11',
  );
});

test('what is no object is refused', () => {
  for (const json of [null, 'text', 3, []]) {
    expect(() => read(json)).toThrow(`policy must be an object, got ${JSON.stringify(json)}`);
  }
});

test('an error of a field within a field names the whole path', () => {
  const outer = read({ inner: { size: -1 } });
  expect(() => outer.object('inner')!.integer('size', { default: 1, min: 0 })).toThrow(
    'policy.inner.size must be at least 0, got -1',
  );
});
