import { randomUUID } from 'node:crypto';
import { connectionSettings } from '../database/connection-settings.ts';
import type { ConnectionPool } from '../database/connection-pool.ts';
import type { ResolvedDatabaseOptions } from '../database/options.ts';
import { createHintListener } from './hint-listener.ts';
import { createHintSender } from './hint-sender.ts';
import type { Hints } from './hints.ts';

/**
 * A process that nobody waits in has no listening connection; it is kept a moment, for those who
 * come and go.
 */
const LINGER_MS = 1_000;

export function createHints(
  options: ResolvedDatabaseOptions,
  pool: ConnectionPool,
): Hints & { close(): Promise<void> } {
  const channel = `ballast_${options.schema}`.slice(0, 63);
  const origin = randomUUID();
  const subscribers = new Map<string, Set<() => void>>();
  let lingering: NodeJS.Timeout | undefined;
  let isClosed = false;

  const wake = (names: Iterable<string>): void => {
    for (const name of names) for (const one of [...(subscribers.get(name) ?? [])]) one();
  };
  const sender = createHintSender(pool, channel, origin);
  const listener = createHintListener({
    settings: connectionSettings(options),
    channel,
    logger: options.logger,
    onMessage: (message) => {
      if (message.origin !== origin) wake(message.names);
    },
    onConnected: () => wake(subscribers.keys()),
  });

  return {
    send(names) {
      const all = [...names];
      if (all.length === 0 || isClosed) return;
      wake(all);
      sender.send(all);
    },
    subscribe(name, wakeOne) {
      if (isClosed) return () => {};
      clearTimeout(lingering);
      listener.start();
      // A function of its own, so that one who subscribes twice is woken twice.
      const entry = (): void => wakeOne();
      const group = subscribers.get(name) ?? new Set();
      subscribers.set(name, group.add(entry));
      return () => {
        if (!group.delete(entry) || group.size > 0) return;
        subscribers.delete(name);
        if (subscribers.size > 0) return;
        lingering = setTimeout(() => void listener.stop(), LINGER_MS);
        lingering.unref();
      };
    },
    async close() {
      isClosed = true;
      clearTimeout(lingering);
      subscribers.clear();
      await Promise.all([sender.close(), listener.stop()]);
    },
  };
}
