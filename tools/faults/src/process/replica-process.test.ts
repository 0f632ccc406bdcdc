import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { waitUntil } from '@ballast/testing';
import { expect, test } from 'vitest';
import { type ReplicaProcess, startReplicaProcess } from './replica-process.ts';

const program = join(import.meta.dirname, '../../test/tiny-replica.ts');
const start = (environment = {}) => startReplicaProcess({ program, environment });

function open({ address }: ReplicaProcess) {
  const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
  return socket.on('error', () => undefined);
}

async function ask(replica: ReplicaProcess): Promise<string> {
  const socket = open(replica);
  socket.write('?');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return String(answer);
}

test('a replica that is stopped accepts and says nothing, and answers when it goes on', async () => {
  await using replica = await start();
  replica.stop();
  await waitUntil(() => stateOf(replica.pid) === 'T', { what: 'the replica is stopped' });
  // The kernel accepts for it.
  const socket = open(replica);
  await once(socket, 'connect');
  socket.write('?');
  replica.resume();
  expect(String((await once(socket, 'data'))[0])).toBe(`hello ${replica.pid}`);
  socket.destroy();
});

test('a replica that is killed is gone, and another one has another address', async () => {
  await using first = await start();
  await using second = await start();
  const socket = open(first);
  await once(socket, 'connect');
  const lost = new Promise((resolve) => socket.on('close', resolve));
  await first.kill();
  await lost;
  expect(first.isAlive).toBe(false);
  expect(second.address).not.toBe(first.address);
  expect(await ask(second)).toBe(`hello ${second.pid}`);
});

test('a replica that is asked to leave does, and one that is deaf is made to', async () => {
  await using polite = await start();
  await polite.terminate();
  await using deaf = await start({ TINY: 'deaf' });
  await deaf.terminate(1);
  expect([polite.isAlive, deaf.isAlive]).toEqual([false, false]);
});

test('a replica that cannot start says why', async () => {
  await expect(start({ TINY: 'broken' })).rejects.toThrow('cannot start: no disk');
});

/** The one letter of /proc; on other systems what it would be. */
function stateOf(pid: number): string {
  if (process.platform !== 'linux') return 'T';
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '';
}
