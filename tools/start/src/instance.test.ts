import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeEnd, findLastWords } from './instance.ts';
import { launchInstance } from './launch-instance.ts';

const PROGRAM = join(import.meta.dirname, '../test-programs/repository/apps/orders/src/main.ts');

function launch(wish: string, onLine: (line: string, stream: string) => void = () => undefined) {
  const environment = { PORT: '0', TINY_ORDERS: wish };
  return launchInstance(
    { program: PROGRAM, environment, nodeOptions: [], sharesPort: false },
    onLine,
  );
}

describe('an instance', () => {
  it('says where it listens, passes on what it says, and drains', async () => {
    const lines: string[] = [];
    const instance = launch('', (line, stream) => lines.push(`${stream} ${line}`));
    const { address, adminAddress } = await instance.listening;
    expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(adminAddress).toBe(address);
    expect(instance.isRunning()).toBe(true);
    const end = await instance.stop(5000);
    expect(describeEnd(end)).toBe('exit code 0');
    expect(instance.isRunning()).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/^stdout .*"message":"listening"/)]);
  });

  it('that ends before it listens says why', async () => {
    const instance = launch('crash');
    await expect(instance.listening).rejects.toThrow(
      'ended before it served: exit code 1 (cannot start: orders does not want to)',
    );
  });

  it('that does not drain is killed, and is asked once however often it is stopped', async () => {
    const instance = launch('deaf');
    await instance.listening;
    // A second SIGTERM would make it drop everything and end with exit code 1.
    const [end] = await Promise.all([instance.stop(60_000), instance.stop(300)]);
    expect(describeEnd(end)).toBe('SIGKILL');
  });
});

describe('the last words of a program', () => {
  it('are the error that Node prints, not the lines around it', () => {
    const lines = [
      'file:///apps/orders/src/main.ts:3',
      'const = 1;',
      '      ^',
      '',
      'SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Expected ident',
      '    at parseTypeScript (node:internal/modules/typescript:68:40)',
      '',
      'Node.js v24.21.0',
    ];
    expect(findLastWords(lines)).toBe(
      'SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Expected ident',
    );
  });

  it('are the last line of a program that explains itself', () => {
    expect(findLastWords(['one', 'PORT must be a port, got "x"', ''])).toBe(
      'PORT must be a port, got "x"',
    );
  });

  it('are empty for one that said nothing', () => {
    expect(findLastWords([])).toBe('');
  });
});
