import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectPlatform } from './platform-connection.ts';

// The platform itself is asked in the end-to-end suite; here its answers come as they never should.
let directory: string;
let server: Server;
let sockets: Socket[];
let onLine: (line: Record<string, unknown>, socket: Socket) => void;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'platform-'));
  sockets = [];
  onLine = ({ id }, socket) => void socket.write(`${JSON.stringify({ id, result: { id } })}\n`);
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().trim().split('\n')) {
        onLine(JSON.parse(line) as Record<string, unknown>, socket);
      }
    });
  });
  server.listen(join(directory, 's'));
  await once(server, 'listening');
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  rmSync(directory, { recursive: true });
});

it('gives each question its own answer, in whatever order and pieces they come', async () => {
  const asked: [unknown, Socket][] = [];
  onLine = ({ id }, socket) => {
    asked.push([id, socket]);
    if (asked.length < 3) return;
    const text = asked.map(([each]) => `${JSON.stringify({ id: each, result: each })}\n`);
    for (const piece of text
      .reverse()
      .join('')
      .match(/.{1,5}/gs) ?? [])
      socket.write(piece);
  };
  const connection = connectPlatform(join(directory, 's'));
  const answers = [1, 2, 3].map(() => connection.ask({ command: 'status' }));
  expect(await Promise.all(answers)).toEqual([1, 2, 3]);
  connection.close();
});

it('passes a refusal on in the platform’s own words', async () => {
  onLine = ({ id }, socket) => void socket.write(`${JSON.stringify({ id, error: 'no' })}\n`);
  const connection = connectPlatform(join(directory, 's'));
  await expect(connection.ask({ command: 'roll', replica: 'a#1' })).rejects.toThrow('no');
  connection.close();
});

it('fails what is open when the platform goes, and connects again with the next question', async () => {
  onLine = (_line, socket) => void socket.destroy();
  const connection = connectPlatform(join(directory, 's'));
  await expect(connection.ask({ command: 'status' })).rejects.toThrow('the platform has gone');
  onLine = ({ id }, socket) => void socket.write(`${JSON.stringify({ id, result: 'back' })}\n`);
  expect(await connection.ask({ command: 'status' })).toBe('back');
  connection.close();
});

it.each(['{"id":', 'null', '<html>'])('hangs up on who answers %j', async (nonsense) => {
  onLine = (_line, socket) => void socket.write(`${nonsense}\n`);
  const connection = connectPlatform(join(directory, 's'));
  await expect(connection.ask({ command: 'status' })).rejects.toThrow('the platform has gone');
  connection.close();
});

it('says that nobody is there', async () => {
  const connection = connectPlatform(join(directory, 'none'));
  await expect(connection.ask({ command: 'status' })).rejects.toThrow('the platform has gone');
  connection.close();
});
