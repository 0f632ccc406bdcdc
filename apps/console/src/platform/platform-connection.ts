import { createConnection, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { PlatformCommand } from './platform-messages.ts';

/** The platform did not do what it was asked; the message is in its own words. */
export class PlatformRefusal extends Error {
  override readonly name = 'PlatformRefusal';
}

/** A connection to the control socket of `npm start`: one JSON object on a line, either way. */
export interface PlatformConnection {
  /** @throws PlatformRefusal; Error where the platform cannot be reached */
  ask(command: PlatformCommand): Promise<unknown>;
  close(): void;
}

/** A successor may take so long to serve. */
const ANSWER_MS = 30_000;

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Connects with the first question, and again after a loss. */
export function connectPlatform(socketPath: string): PlatformConnection {
  let socket: Socket | undefined;
  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();

  const onLine = (line: string): void => {
    const answer = parseAnswer(line);
    // Whoever is there is no platform: what was asked will not be answered.
    if (answer === undefined) return void socket?.destroy();
    const question = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) question?.resolve(answer.result);
    else question?.reject(new PlatformRefusal(answer.error));
  };
  const onClose = (): void => {
    socket = undefined;
    for (const question of waiting.values()) question.reject(new Error('the platform has gone'));
    waiting.clear();
  };
  const open = (): Socket => {
    const opened = createConnection(socketPath);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    opened.on('data', (chunk: Buffer) => {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
    // The end of a connection is told by 'close', whatever the reason.
    opened.on('error', () => undefined);
    opened.once('close', onClose);
    // The console does not stay for the platform's sake.
    opened.unref();
    return opened;
  };
  return {
    async ask(command) {
      socket ??= open();
      const id = ++lastId;
      const question = Promise.withResolvers<unknown>();
      waiting.set(id, question);
      socket.write(`${JSON.stringify({ id, ...command })}\n`);
      const timer = setTimeout(
        () => question.reject(new Error('the platform does not answer')),
        ANSWER_MS,
      ).unref();
      try {
        return await question.promise;
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
      }
    },
    close: () => socket?.destroy(),
  };
}

function parseAnswer(line: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}
