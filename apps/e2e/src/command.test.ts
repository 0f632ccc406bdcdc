import { describe, expect, test } from 'vitest';
import { parseCommand } from './command.ts';

test('a target is enough', () => {
  expect(parseCommand(['--target=local'])).toEqual({
    kind: 'run',
    target: 'local',
    only: undefined,
    repeat: 1,
    profile: 'quick',
    ratePerSecond: 100,
    retries: 0,
    namespace: 'ballast',
    mesh: undefined,
  });
});

test('every option is read', () => {
  const shared = ['--', '--target', 'cluster', '--only=cancel', '--repeat=3'];
  expect(
    parseCommand([
      ...[...shared, '--profile=full', '--rate=20', '--retries=2', '--namespace=shop'],
      '--mesh=sidecar',
    ]),
  ).toEqual({
    kind: 'run',
    target: 'cluster',
    only: 'cancel',
    repeat: 3,
    profile: 'full',
    ratePerSecond: 20,
    retries: 2,
    namespace: 'shop',
    mesh: 'sidecar',
  });
});

test('help is asked for without a target', () => {
  expect(parseCommand(['--help'])).toEqual({ kind: 'help' });
});

describe('a refusal is one line that names the option and the value', () => {
  test.each([
    [[], '--target must be process, local or cluster, but is not set'],
    [['--target=moon'], '--target must be process, local or cluster, got "moon"'],
    [['--target=cluster', '--profile=fast'], '--profile must be quick or full, got "fast"'],
    [
      ['--target=cluster', '--retries=4'],
      '--retries must be a whole number within 0 to 3, got "4"',
    ],
    [['--target=cluster', '--rate=0'], '--rate must be a whole number within 1 to 1000, got "0"'],
    [
      ['--target=cluster', '--mesh=ambient'],
      '--mesh must be none, sidecar or proxyless, got "ambient"',
    ],
    [['--target=local', '--mesh=sidecar'], '--mesh=sidecar needs --target=cluster, got "local"'],
    [['--target=cluster', '--namespace='], '--namespace must be a name, got ""'],
    [['--target=local', '--repeat=0'], '--repeat must be a whole number within 1 to 100, got "0"'],
    [['--target=local', '--repeat=x'], '--repeat must be a whole number within 1 to 100, got "x"'],
    [['--target=local', '--repeat=101'], 'got "101"'],
    [['--target=local', '--only='], '--only must be a part of a name'],
    [['--target=local', '--olny=x'], '--olny'],
    [['--target=local', 'cancel'], 'cancel'],
  ])('%j', (args, part) => {
    const command = parseCommand(args);
    expect(command).toMatchObject({ kind: 'refused', line: expect.stringContaining(part) });
    expect(JSON.stringify(command)).not.toContain('\\n');
  });
});
