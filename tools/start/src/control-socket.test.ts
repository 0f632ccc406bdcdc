import { once } from 'node:events';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectControl } from './control-client.ts';
import { openControlSocket, type ControlSocket } from './control-socket.ts';
import type { ControlCommand } from './control-protocol.ts';
import { findSocketPath } from './local-socket.ts';

let dataDirectory: string;
let control: ControlSocket;
let obeyed: ControlCommand[];

beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'ballast-control-'));
  obeyed = [];
  control = await openControlSocket(dataDirectory, async (command) => {
    obeyed.push(command);
    if (command.command === 'roll') throw new Error('does not roll');
    return Promise.resolve();
  });
});
afterEach(() => {
  control.close();
  rmSync(dataDirectory, { recursive: true });
});

/** Sends lines as they are; resolves with as many answers. */
async function say(...lines: string[]): Promise<unknown[]> {
  const socket = createConnection(findSocketPath(dataDirectory, 'control.sock'));
  await once(socket, 'connect');
  const answers: unknown[] = [];
  socket.write(lines.map((line) => `${line}\n`).join(''));
  for await (const line of createInterface({ input: socket })) {
    answers.push(JSON.parse(line));
    if (answers.length === lines.length) break;
  }
  socket.destroy();
  return answers;
}

describe('the control socket', () => {
  it('answers each line with one of the same id, in whatever order they are done', async () => {
    const answers = await say(
      '{"id":7,"command":"restart-database","crash":true}',
      '{"id":8,"command":"roll","replica":"orders#1"}',
    );
    expect(answers).toHaveLength(2);
    expect(answers).toEqual(
      expect.arrayContaining([
        { id: 7, result: {} },
        { id: 8, error: 'does not roll' },
      ]),
    );
    expect(obeyed[0]).toEqual({ id: 7, command: 'restart-database', crash: true });
  });

  it.each([
    ['{"id":1,"command":"explode"}', 'command must be one of status, kill, roll'],
    ['{"id":1,"command":"kill"}', 'replica must be a name like orders#1'],
    [
      '{"id":1,"command":"kill","replica":"orders#1","signal":9}',
      'signal must be like SIGKILL, got 9',
    ],
    [
      '{"id":1,"command":"restart-database","crash":"yes"}',
      'crash must be true or false, got "yes"',
    ],
    ['{"command":"status"}', 'id must be a number, got undefined'],
    ['no json', 'a request must be a JSON object on one line'],
    ['[]', 'a request must be a JSON object on one line'],
  ])('refuses %s and goes on', async (line, words) => {
    const [refusal, next] = await say(line, '{"id":2,"command":"status"}');
    expect((refusal as { error: string }).error).toContain(words);
    expect(next).toEqual({ id: 2, result: {} });
    expect(obeyed).toEqual([{ id: 2, command: 'status' }]);
  });

  it('is found where its directory has too long a path for a socket', async () => {
    const deep = join(dataDirectory, 'd'.repeat(120));
    mkdirSync(deep);
    const other = await openControlSocket(deep, () => Promise.reject(new Error('deep')));
    using client = await connectControl(deep);
    await expect(client.stop()).rejects.toThrow('deep');
    other.close();
  });

  it('tells a client that nobody is there', async () => {
    control.close();
    await expect(connectControl(dataDirectory)).rejects.toThrow(
      `no platform runs with the data in ${dataDirectory}`,
    );
  });
});
