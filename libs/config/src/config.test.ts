import { describe, expect, expectTypeOf, test } from 'vitest';
import fc from 'fast-check';
import { ConfigError, describeConfig, durationMs, flag, integer, loadConfig } from './index.ts';
import { findIgnored, lenient, oneOf, optional, port, text, url } from './index.ts';
import type { ConfigSchema, Environment, Setting } from './index.ts';

function read<T>(setting: Setting<T>, value: string | undefined): T {
  return loadConfig({ NAME: value }, { it: setting }).it;
}

function refusal(environment: Environment, schema: ConfigSchema): string {
  try {
    loadConfig(environment, schema);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the environment was accepted');
}

const variable = 'NAME';

describe('accepted texts', () => {
  test.each<[string, Setting<unknown>, string | undefined, unknown]>([
    ['a port', port({ variable }), '8080', 8080],
    ['port 0', port({ variable }), '0', 0],
    ['a negative integer', integer({ variable }), '-12', -12],
    ['milliseconds', durationMs({ variable }), '250ms', 250],
    ['seconds with a fraction', durationMs({ variable }), '1.5s', 1500],
    ['minutes', durationMs({ variable }), '2m', 120_000],
    ['hours', durationMs({ variable }), '1h', 3_600_000],
    ['a text that matches', text({ variable, pattern: /a+/ }), 'aaa', 'aaa'],
    ['a URL', url({ variable }), 'http://x:1/y', 'http://x:1/y'],
    ['a word', oneOf(['red', 'blue'], { variable }), 'blue', 'blue'],
    ['on', flag({ variable }), 'on', true],
    ['off', flag({ variable }), 'off', false],
    ['an unset variable with a default', port({ variable, default: 7 }), undefined, 7],
    ['an empty variable with a default', port({ variable, default: 7 }), '', 7],
    ['an unset optional variable', optional(port({ variable })), undefined, undefined],
    ['a set optional variable', optional(port({ variable })), '9', 9],
  ])('%s', (_name, setting, given, expected) => {
    expect(read(setting, given)).toBe(expected);
  });
});

describe('refused texts', () => {
  test.each<[string, Setting<unknown>, string | undefined, string]>([
    ['a word for a port', port({ variable }), 'x', 'a whole number within 0 to 65535, got "x"'],
    ['65536', port({ variable }), '65536', 'a whole number within 0 to 65535, got "65536"'],
    [
      'spaces',
      integer({ variable, max: 9, min: 0 }),
      ' 7',
      'a whole number within 0 to 9, got " 7"',
    ],
    [
      'an exponent',
      integer({ variable, max: 9, min: 0 }),
      '1e0',
      'a whole number within 0 to 9, got "1e0"',
    ],
    ['a missing variable', flag({ variable }), undefined, 'on or off, but is not set'],
    ['a word of another case', oneOf(['a', 'b'], { variable }), 'A', 'one of a, b, got "A"'],
    [
      'a part that matches',
      text({ variable, pattern: /a+/g }),
      'ab',
      'a text that matches /a+/g, got "ab"',
    ],
    ['a relative URL', url({ variable }), '/x', 'an absolute URL, got "/x"'],
    [
      'a URL of another scheme, without its password',
      url({ variable, protocols: ['postgres'] }),
      'http://me:pa@5/5@h/db',
      'a URL that starts with postgres://, got "http://me:(hidden)@h/db"',
    ],
    [
      'a secret',
      text({ variable, secret: true, pattern: /a/ }),
      'pa55',
      'a text that matches /a/, got "(hidden)"',
    ],
    [
      'a duration without unit',
      durationMs({ variable, minMs: 1, maxMs: 5 }),
      '3',
      'a duration such as 250ms, 5s, 2m or 1h, within 1ms to 5ms, got "3"',
    ],
  ])('%s', (_name, setting, given, expected) => {
    expect(refusal({ NAME: given }, { it: setting })).toBe(`NAME must be ${expected}`);
  });
});

test('all wrong variables are named at once, one line each, whatever the values hold', () => {
  const schema = { a: port({ variable: 'A' }), b: flag({ variable: 'B' }) };
  fc.assert(
    fc.property(
      fc.string().filter((value) => !/^\d*$/.test(value)),
      (value) => {
        const lines = refusal({ A: value, B: `${value}\n` }, schema).split('\n');
        expect(lines.map((line) => line.split(' ')[0])).toEqual(['A', 'B']);
      },
    ),
  );
});

test('every safe integer and only a safe integer survives the way through text', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(read(integer({ variable }), String(value))).toBe(value);
    }),
  );
  expect(() => read(integer({ variable }), '9007199254740993')).toThrow(ConfigError);
});

test('a default that breaks its own rule is a mistake in the program', () => {
  expect(() => durationMs({ variable, default: 9, maxMs: 5 })).toThrow(
    'the default of NAME must be a duration such as 250ms, 5s, 2m or 1h, within 0ms to 5ms, got 9ms',
  );
});

test('describeConfig lists variable, rule and default as an operator writes them', () => {
  const described = describeConfig({
    grace: durationMs({ variable: 'GRACE', default: 5000, description: 'how long' }),
    faults: flag({ variable: 'FAULTS', default: false }),
    key: text({ variable: 'KEY', default: 'x', secret: true }),
    database: url({ variable: 'DATABASE', default: 'pg://u:p@h/d' }),
    level: optional(text({ variable: 'LEVEL' })),
    port: port({ variable: 'PORT' }),
  });
  expect(described.map((row) => [row.variable, row.default])).toEqual([
    ['GRACE', '5000ms'],
    ['FAULTS', 'off'],
    ['KEY', '(hidden)'],
    ['DATABASE', 'pg://u:(hidden)@h/d'],
    ['LEVEL', ''],
    ['PORT', undefined],
  ]);
  expect(described[0]?.description).toBe('how long');
});

test('values carry their types', () => {
  const config = loadConfig(
    {},
    {
      port: port({ variable: 'PORT', default: 1 }),
      level: oneOf(['debug', 'info'], { variable: 'LEVEL', default: 'info' }),
      name: optional(text({ variable: 'NAME' })),
    },
  );
  expectTypeOf(config).toEqualTypeOf<{
    readonly port: number;
    readonly level: 'debug' | 'info';
    readonly name: string | undefined;
  }>();
  expect(config).toEqual({ port: 1, level: 'info', name: undefined });
});

test('a lenient setting takes its default for a text that breaks its rule, which is told of', () => {
  const schema = { level: lenient(oneOf(['low', 'high'], { variable: 'LEVEL', default: 'low' })) };
  expect(loadConfig({ LEVEL: 'high' }, schema)).toEqual({ level: 'high' });
  expect(findIgnored({ LEVEL: 'high' }, schema)).toEqual([]);
  expect(loadConfig({ LEVEL: 'middle' }, schema)).toEqual({ level: 'low' });
  expect(findIgnored({ LEVEL: 'middle' }, schema)).toEqual([
    { variable: 'LEVEL', rule: 'one of low, high', value: 'middle' },
  ]);
  expect(() => lenient(oneOf(['low'], { variable: 'LEVEL' }))).toThrow('LEVEL must have a default');
});
