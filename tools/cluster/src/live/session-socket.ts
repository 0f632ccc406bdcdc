// One session for a namespace stays beside `skaffold dev`, whose hooks are programs that end: they ask it
// over a socket. A question is a line, `settle <app>` or `end`; its answer is all that comes back.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { connectToSocket, findSocketPath, listenOnSocket } from '@ballast/tool-start';
import { ClusterError } from '../cluster-error.ts';
import type { LiveSession } from './live-session.ts';

/** The first bundles are made in some seconds, on any machine. */
const START_MS = 60_000;
const LOOK_MS = 100;

const folderOf = (root: string) => join(root, 'dist/live');
const pathOf = (root: string, namespace: string) =>
  findSocketPath(folderOf(root), `${namespace}.sock`);

/** Resolves when it is asked to end. */
export async function serveSession(
  root: string,
  namespace: string,
  session: LiveSession,
): Promise<void> {
  const ended = Promise.withResolvers<void>();
  mkdirSync(folderOf(root), { recursive: true });
  const server = await listenOnSocket(pathOf(root, namespace), (socket) => {
    socket.on('error', () => undefined);
    createInterface({ input: socket }).once('line', (line) => {
      const [verb, app = ''] = line.split(' ');
      if (verb === 'end') return ended.resolve();
      session.settle(app).then(
        (answer) => socket.end(answer),
        (error: unknown) => socket.end(`! ${(error as Error).message}`),
      );
    });
  });
  await ended.promise;
  server.close();
}

/** Undefined where there is no session. @throws ClusterError where it has failed at what was asked */
export async function askSession(
  root: string,
  namespace: string,
  question: string,
): Promise<string | undefined> {
  const socket = await connectToSocket(pathOf(root, namespace));
  if (socket === undefined) return undefined;
  socket.write(`${question}\n`);
  const answer = await text(socket);
  if (answer.startsWith('! ')) throw new ClusterError(answer.slice(2));
  return answer;
}

/**
 * Starts a session in the background; one that is there ends. It leaves with the process that it is
 * for, and writes what it does to dist/live/<namespace>.log.
 *
 * @param command a Node program, with its arguments, that serves the session
 */
export async function spawnSession(
  root: string,
  namespace: string,
  command: readonly string[],
): Promise<void> {
  await askSession(root, namespace, 'end');
  mkdirSync(folderOf(root), { recursive: true });
  const log = join(folderOf(root), `${namespace}.log`);
  const out = openSync(log, 'w');
  const child = spawn(process.execPath, command, { detached: true, stdio: ['ignore', out, out] });
  closeSync(out);
  child.unref();
  let isOver = false;
  void once(child, 'exit').then(() => (isOver = true));
  const endMs = performance.now() + START_MS;
  for (;;) {
    const socket = await connectToSocket(pathOf(root, namespace));
    socket?.destroy();
    if (socket !== undefined) return;
    if (isOver || performance.now() > endMs) {
      throw new ClusterError(`no live session: see ${log}`);
    }
    await delay(LOOK_MS);
  }
}
