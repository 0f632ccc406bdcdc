import type { Socket } from 'node:net';
import { createLineSplitter } from './split-lines.ts';

/** A socket on which each line is a JSON object. */
export interface JsonConnection {
  send(message: object): void;
  close(): void;
}

/** Lines that are no JSON objects are answered with `onBroken` and otherwise passed over. */
export function createJsonConnection(
  socket: Socket,
  onMessage: (message: Record<string, unknown>) => void,
  onBroken: (line: string) => void = () => undefined,
): JsonConnection {
  const splitter = createLineSplitter((line) => {
    const message = parseObject(line);
    if (message === undefined) onBroken(line);
    else onMessage(message);
  });
  socket.on('data', (chunk: Buffer) => splitter.push(chunk));
  // The end of a connection is told by 'close', whatever the reason.
  socket.on('error', () => undefined);
  return {
    send(message) {
      if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
    },
    close: () => void socket.end(),
  };
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
