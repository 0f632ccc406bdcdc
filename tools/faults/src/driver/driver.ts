import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DriveRecord, DriveSetting, News, Order } from './messages.ts';

/** A driver as the matrix sees it. */
export class Driver implements AsyncDisposable {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'main.ts'), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
  }

  /** A new client; the one before is closed. Resolves when it has connections. */
  async connect(setting: DriveSetting, signal: AbortSignal): Promise<void> {
    await this.#ask({ order: 'connect', setting }, 'connected', signal);
  }

  pace(perSecond: number): void {
    this.#child.send({ order: 'pace', perSecond } satisfies Order);
  }

  async finish(signal: AbortSignal): Promise<DriveRecord> {
    const news = await this.#ask({ order: 'finish' }, 'record', signal);
    return (news as Extract<News, { news: 'record' }>).record;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #ask(order: Order, wanted: News['news'], signal: AbortSignal): Promise<News> {
    const answered = new AbortController();
    const events = { signal: AbortSignal.any([signal, answered.signal]) };
    const ended = once(this.#child, 'exit', events).then(() => {
      throw new Error('a driver has ended');
    });
    ended.catch(() => undefined);
    const message = once(this.#child, 'message', events) as Promise<[News]>;
    this.#child.send(order);
    const [news] = await Promise.race([message, ended]).finally(() => answered.abort());
    if (news.news === wanted) return news;
    throw new Error(news.news === 'failed' ? news.problem : `a driver said ${news.news}`);
  }
}
