import { ConfigError } from '@ballast/config';
import { expect, test } from 'vitest';
import { describeStartError } from './describe-start-error.ts';

test('a configuration error keeps its lines', () => {
  const error = new ConfigError([
    { variable: 'A', rule: 'on or off', value: 'x' },
    { variable: 'B', rule: 'on or off', value: undefined },
  ]);
  expect(describeStartError(error)).toEqual({ text: error.message, exitCode: 78 });
});

test('a chain of causes becomes one line', () => {
  const error = new Error('no database', { cause: new Error('connection\n  refused') });
  expect(describeStartError(error)).toEqual({
    text: 'cannot start: no database: connection refused',
    exitCode: 1,
  });
});

test('an error without a message is named', () => {
  expect(describeStartError(new TypeError()).text).toBe('cannot start: TypeError');
});

test('a thrown text is shown as it is', () => {
  expect(describeStartError('gone').text).toBe('cannot start: gone');
});

test('a taken port is found inside the error of a server', () => {
  const cause = Object.assign(new Error('listen EADDRINUSE'), {
    code: 'EADDRINUSE',
    port: 80,
    address: '::1',
  });
  expect(describeStartError(new Error('no gRPC server', { cause })).text).toBe(
    'cannot start: no gRPC server: port 80 on ::1 is taken by another program',
  );
});
