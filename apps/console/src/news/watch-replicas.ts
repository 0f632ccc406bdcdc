import type { Replica, ReplicaState } from '../api/map.ts';
import type { NewHappening } from './happenings.ts';

type Words = readonly [severity: NewHappening['severity'], text: string];

const words: Readonly<Record<ReplicaState, Words>> = {
  starting: ['info', 'starts'],
  serving: ['info', 'serves'],
  rolling: ['info', 'is being replaced'],
  paused: ['critical', 'is paused: its connections stay, and it does not answer'],
  draining: ['info', 'drains'],
  waiting: ['critical', 'has ended, and is started again'],
  stopped: ['info', 'is stopped'],
  unreachable: ['critical', 'does not answer'],
};

/** What happened to replicas from one look to the next. The first look tells nothing. */
export class ReplicaWatch {
  #before: ReadonlyMap<string, Replica> | undefined;

  compare(replicas: readonly Replica[]): NewHappening[] {
    const before = this.#before;
    const now = new Map(replicas.map((replica) => [replica.id, replica]));
    this.#before = now;
    if (before === undefined) return [];
    const gone = [...before.values()].filter(({ id }) => !now.has(id));
    return [
      ...replicas.flatMap((replica) => describeChange(before.get(replica.id), replica)),
      ...gone.map(({ id }) => tell(id, 'info', `${id} is gone`)),
    ];
  }
}

function describeChange(before: Replica | undefined, { id, state, pid }: Replica): NewHappening[] {
  if (before === undefined) return [tell(id, 'info', `${id} is new`)];
  const [severity, text] = words[state];
  if (before.state !== state) return [tell(id, severity, `${id} ${text}`)];
  const isAnother = before.pid !== null && pid !== null && before.pid !== pid;
  return isAnother ? [tell(id, 'info', `${id} has a new process, ${pid}`)] : [];
}

function tell(replica: string, severity: NewHappening['severity'], text: string): NewHappening {
  return { kind: 'replica', severity, text, replica };
}
