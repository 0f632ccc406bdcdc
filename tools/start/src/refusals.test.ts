import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand, type CommandOptions } from '../test-programs/platform-process.ts';

async function refusal(options: CommandOptions): Promise<{ code: number | null; line: string }> {
  await using command = runCommand('start.ts', options);
  const { code, stdout, stderr } = await command.ended;
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^ballast: .*\n$/);
  return { code, line: stderr };
}

describe.concurrent('npm start refuses in one line', () => {
  it('a wrong option', async () => {
    const { code, line } = await refusal({ args: ['--port', 'x'] });
    expect(code).toBe(64);
    expect(line).toContain('--port must be a port within 0..65535, got "x"');
  });

  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, line } = await refusal({ args: ['--port', String(port)] });
    server.close();
    expect(code).toBe(1);
    expect(line).toContain(`port ${port} on 127.0.0.1 is taken`);
  });

  it('a data directory that cannot be written', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'ballast-start-'));
    writeFileSync(join(directory, 'file'), '');
    const dataDirectory = join(directory, 'file');
    const { code, line } = await refusal({ dataDirectory });
    expect(code).toBe(1);
    expect(line).toContain(`the data directory ${dataDirectory} cannot be written`);
    rmSync(directory, { recursive: true });
  });

  it('to empty a database that is not its own', async () => {
    const { code, line } = await refusal({ args: ['--port', '0', '--no-console', '--fresh'] });
    expect(code).toBe(64);
    expect(line).toContain('--fresh would empty the database that BALLAST_DATABASE_URL names');
  });
});

describe.concurrent('npm start', () => {
  it('ends with the words of a service that is misconfigured', async () => {
    await using command = runCommand('start.ts', {
      args: ['--port', '0', '--no-console', '--replicas', 'orders=1,inventory=0'],
      environment: { TINY_ORDERS: 'misconfigured' },
    });
    const { code, stdout, stderr } = await command.ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      'ballast: orders#1 ended before it served: exit code 78 (TINY must be kind, got "misconfigured")',
    );
  });

  it('says loudly that a service keeps ending', async () => {
    await using command = runCommand('start.ts', {
      args: ['--port', '0', '--no-console', '--replicas', 'orders=1,inventory=0'],
      environment: { TINY_ORDERS: 'crash' },
    });
    const line = await command.hears('keeps ending');
    expect(JSON.parse(line)).toMatchObject({ level: 'error', replica: 'orders#1', failures: 4 });
    expect(line).toContain('cannot start: orders does not want to');
  });

  it('shows its options', async () => {
    await using command = runCommand('start.ts', { args: ['--help'] });
    const { code, stdout } = await command.ended;
    expect(code).toBe(0);
    for (const option of ['--port', '--console-port', '--replicas', '--data', '--fresh']) {
      expect(stdout).toContain(option);
    }
  });
});
