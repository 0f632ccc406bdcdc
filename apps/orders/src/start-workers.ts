import type { Client } from '@ballast/client';
import type { NotificationsServiceService } from '@ballast/contracts';
import { eventsHint } from '@ballast/persistence';
import { startKeySweeper } from './key-sweeper.ts';
import { startRelay } from './saga/start-relay.ts';
import type { RelayOptions } from './saga/start-relay.ts';
import { createToldCursor } from './telling/create-told-cursor.ts';
import { startTelling } from './telling/start-telling.ts';
import { createNotificationsTeller } from './telling/tell-notifications.ts';

export interface WorkerOptions extends RelayOptions {
  /** Whether this replica takes part in any of it; others finish what is left undone here. */
  readonly workers: 'on' | 'off';
  /** Whether this replica takes part in telling. */
  readonly telling: 'on' | 'off';
  readonly notifications: Client<typeof NotificationsServiceService>;
  /** How long one batch of changes may take to be told, in milliseconds. */
  readonly tellBudgetMs: number;
  /** The longest wait before changes are told again, in milliseconds. */
  readonly tellRetryLongestMs: number;
}

/** What goes on in a replica beside the calls it serves. */
export function startWorkers(options: WorkerOptions): { stop(): Promise<void> } {
  const { database, notifications, tellBudgetMs } = options;
  if (options.workers === 'off') return { stop: () => Promise.resolve() };
  const workers = [startRelay(options), startKeySweeper(options)];
  if (options.telling === 'on') {
    const telling = startTelling({
      ...options,
      cursor: createToldCursor(database, 'notifications'),
      tell: createNotificationsTeller(notifications, tellBudgetMs),
      onChange: (wake) => database.hints.subscribe(eventsHint('orders'), wake),
    });
    workers.push(telling);
  }
  return { stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))) };
}
