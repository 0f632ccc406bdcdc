import { Client, type ClientConfig } from 'pg';
import type { Logger } from '@ballast/logging';
import { retryDelayMs } from '../database/retry-delay.ts';
import { traceStatement } from '../database/statement-diagnostics.ts';
import { parseMessage, type Message } from './message.ts';

export interface HintListener {
  /** Connects, and stays connected until {@link stop}. */
  start(): void;
  stop(): Promise<void>;
}

type ListenerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'connecting'; readonly client: Client }
  | { readonly kind: 'listening'; readonly client: Client }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout };

const RECONNECT = { firstMs: 50, longestMs: 5_000 };

/** A connection of its own that listens on one channel and comes back by itself when it breaks. */
export function createHintListener(options: {
  readonly settings: ClientConfig;
  readonly channel: string;
  readonly logger: Logger;
  readonly onMessage: (message: Message) => void;
  /** Listening again: messages may have been missed. */
  readonly onConnected: () => void;
}): HintListener {
  const { settings, channel, logger, onMessage, onConnected } = options;
  let state: ListenerState = { kind: 'stopped' };
  let attempt = 0;

  const connect = (): void => {
    const client = new Client(settings);
    state = { kind: 'connecting', client };
    client.on('notification', ({ payload = '' }) => onMessage(parseMessage(payload)));
    // 'error' comes with every way a connection breaks and, unheard, would end the process; 'end'
    // follows it.
    client.on('error', () => {});
    client.on('end', () => retry(client));
    listen(client).then(
      () => {
        if (!isCurrent(client)) return;
        state = { kind: 'listening', client };
        attempt = 0;
        onConnected();
      },
      (error: unknown) => {
        logger.debug({ error }, 'cannot listen for hints, polling meanwhile');
        retry(client);
      },
    );
  };

  const listen = async (client: Client): Promise<void> => {
    await client.connect();
    await traceStatement('listen', 'listen', async () => client.query(`listen ${channel}`));
  };

  const isCurrent = (client: Client): boolean =>
    (state.kind === 'connecting' || state.kind === 'listening') && state.client === client;

  const retry = (client: Client): void => {
    if (!isCurrent(client)) return;
    attempt += 1;
    const timer = setTimeout(connect, retryDelayMs(attempt, RECONNECT));
    timer.unref();
    state = { kind: 'waiting', timer };
    client.end().catch(() => {});
  };

  return {
    start() {
      if (state.kind === 'stopped') connect();
    },
    async stop() {
      const before = state;
      state = { kind: 'stopped' };
      attempt = 0;
      switch (before.kind) {
        case 'stopped':
          return;
        case 'waiting':
          clearTimeout(before.timer);
          return;
        case 'connecting':
          // end() would wait for a handshake that may never finish.
          before.client.connection.stream.destroy();
          return;
        case 'listening':
          await before.client.end().catch(() => {});
          return;
        default:
          before satisfies never;
      }
    },
  };
}
