import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClientReport, ClientRun } from './client.ts';
import type { Behaviour, ReplicaNews } from './replica.ts';

const program = (name: string) => join(import.meta.dirname, name);

/** Replicas, each a process of its own. */
export class Fleet implements Disposable {
  readonly ports: readonly number[];
  readonly #processes: readonly ChildProcess[];

  private constructor(processes: readonly ChildProcess[], ports: readonly number[]) {
    this.#processes = processes;
    this.ports = ports;
  }

  static async start(size: number): Promise<Fleet> {
    const processes = Array.from({ length: size }, (_, index) =>
      fork(program('replica.ts'), [String(index)]),
    );
    const news = await Promise.all(processes.map((replica) => once(replica, 'message')));
    const ports = (news as [ReplicaNews][]).map(([first]) => (first as { port: number }).port);
    return new Fleet(processes, ports);
  }

  async behave(behaviourOf: (index: number) => Behaviour): Promise<void> {
    await Promise.all(
      this.#processes.map((replica, index) => {
        const done = once(replica, 'message');
        replica.send(behaviourOf(index));
        return done;
      }),
    );
  }

  [Symbol.dispose](): void {
    for (const replica of this.#processes) replica.disconnect();
  }
}

/** Runs a client to its end; `whenReady` is called once it is connected to all and warm. */
export async function runClient(
  run: ClientRun,
  whenReady: () => Promise<void>,
): Promise<ClientReport> {
  const client = fork(program('client.ts'), [JSON.stringify(run)]);
  await once(client, 'message');
  await whenReady();
  const report = once(client, 'message') as Promise<[ClientReport]>;
  client.send('go');
  return (await report)[0];
}
