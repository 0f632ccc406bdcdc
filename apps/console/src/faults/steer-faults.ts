import type { FaultState } from '@ballast/contracts';
import { isStatusError } from '@ballast/status';
import type { ActiveFault, FaultChoice, FaultsAnswer } from '../api/faults.ts';
import { HttpRefusal } from '../http/problem.ts';
import type { FollowedProcess } from '../replicas/follow-process.ts';
import type { KnownReplica, ReplicaDirectory } from '../replicas/replica-directory.ts';
import { toFault } from './fault-request.ts';
import { toggles } from './toggles.ts';

/** Sets and clears the faults of replicas, through the fault service of each. */
export class FaultSteering {
  readonly #directory: ReplicaDirectory;

  constructor(directory: ReplicaDirectory) {
    this.#directory = directory;
  }

  /** All that are in force, everywhere. */
  list(): ActiveFault[] {
    return this.#directory
      .list()
      .flatMap(({ id, process }) => (process?.faults ?? []).flatMap((each) => describe(id, each)));
  }

  /** @throws HttpRefusal for an unknown replica, or one that takes no faults */
  async set(replicas: readonly string[], choice: FaultChoice): Promise<FaultsAnswer> {
    const fault = toFault(choice);
    const found = replicas.map((id) => this.#require(id));
    return this.#tell(found, (process) => process.setFaults({ faults: [fault] }));
  }

  /** @param replicas none: all that take faults */
  async clear(replicas: readonly string[], names: readonly string[]): Promise<FaultsAnswer> {
    const all = this.#directory.list().filter(({ process }) => process?.takesFaults === true);
    const found = replicas.length === 0 ? all : replicas.map((id) => this.#require(id));
    return this.#tell(found, (process) => process.clearFaults(names));
  }

  #require(id: string): KnownReplica {
    const replica = this.#directory.find(id);
    if (replica === undefined) {
      throw new HttpRefusal(404, 'UNKNOWN_REPLICA', `there is no replica ${JSON.stringify(id)}`);
    }
    if (replica.process === undefined || replica.process.takesFaults === false) {
      throw new HttpRefusal(409, 'TAKES_NO_FAULTS', `${id} takes no faults (BALLAST_FAULTS)`);
    }
    return replica;
  }

  async #tell(
    replicas: readonly KnownReplica[],
    tell: (process: FollowedProcess) => Promise<void>,
  ): Promise<FaultsAnswer> {
    const told = await Promise.allSettled(
      replicas.map(async ({ process }) => process && (await tell(process))),
    );
    const failed = told.flatMap((outcome, index) =>
      outcome.status === 'fulfilled'
        ? []
        : [{ replica: replicas[index]?.id ?? '', detail: describeError(outcome.reason) }],
    );
    return { faults: this.list(), failed };
  }
}

function describe(replica: string, { fault, hits, remainingMs }: FaultState): ActiveFault[] {
  if (fault === undefined) return [];
  for (const { id, title, describe: inWords, fromEffect } of toggles) {
    const parameters = fromEffect(fault.effect);
    if (parameters === undefined) continue;
    const share = fault.share ?? 1;
    const words = [
      title.toLowerCase(),
      inWords(parameters),
      share < 1 ? `${Math.round(share * 100)} % of calls` : '',
    ];
    return [
      {
        ...{ replica, name: fault.name, toggle: id, methods: fault.methods, share, parameters },
        text: words.filter((word) => word !== '').join(', '),
        ...{ hits: Number(hits), remainingMs },
      },
    ];
  }
  return [];
}

function describeError(error: unknown): string {
  return isStatusError(error) ? error.message : String(error);
}
