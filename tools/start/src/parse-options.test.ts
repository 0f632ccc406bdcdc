import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseStartCommand, type StartOptions } from './parse-options.ts';
import type { StartError } from './start-error.ts';

const ROOT = '/repository';

beforeEach(() => void vi.stubEnv('INIT_CWD', '/somewhere'));
afterEach(() => void vi.unstubAllEnvs());

function parse(...args: string[]): StartOptions {
  const command = parseStartCommand(args, ROOT);
  if (command.kind !== 'start') throw new Error('wanted to start');
  return command.options;
}

function refusal(...args: string[]): StartError {
  try {
    parseStartCommand(args, ROOT);
  } catch (error) {
    return error as StartError;
  }
  throw new Error('was not refused');
}

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(parse()).toEqual({
      port: 8080,
      consolePort: 9000,
      withConsole: true,
      replicas: { orders: 2, inventory: 3, notifications: 1 },
      dataDirectory: '/repository/.ballast',
      fresh: false,
    });
  });

  it('are all read', () => {
    const args = [
      '--port',
      '0',
      '--console-port=9100',
      '--replicas',
      'inventory=1,notifications=0',
      '--data',
      'd',
    ];
    expect(parse(...args, '--fresh', '--no-console')).toEqual({
      port: 0,
      consolePort: 9100,
      withConsole: false,
      replicas: { orders: 2, inventory: 1, notifications: 0 },
      dataDirectory: '/somewhere/d',
      fresh: true,
    });
  });

  it('ask for help in two ways', () => {
    expect(parseStartCommand(['--help'], ROOT)).toEqual({ kind: 'help' });
    expect(parseStartCommand(['-h'], ROOT)).toEqual({ kind: 'help' });
  });

  it.each([
    [['--port', '65536'], '--port must be a port within 0..65535, got "65536"'],
    [['--port', '-1'], "Option '--port' argument is ambiguous"],
    [['--port=-1'], '--port must be a port within 0..65535, got "-1"'],
    [['--port', ''], '--port must be a port within 0..65535, got ""'],
    [['--port', '80a'], '--port must be a port within 0..65535, got "80a"'],
    [['--console-port', 'x'], '--console-port must be a port within 0..65535, got "x"'],
    [['--data', ''], '--data must name a directory, got ""'],
    [['--replicas', 'orders=33'], 'with 0..32 of each, got "orders=33"'],
    [['--replicas', 'gateway=2'], 'must be like orders=2,inventory=3,notifications=1'],
    [['--replicas', 'orders=2,'], 'got "orders=2,"'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--fresh=yes'], "Option '--fresh' does not take an argument"],
    [['start'], "Unexpected argument 'start'"],
    [['--port'], "Option '--port <value>' argument missing"],
  ])('refuse %j in one line', (args, words) => {
    const error = refusal(...args);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('\n');
    expect(error.exitCode).toBe(64);
  });
});
