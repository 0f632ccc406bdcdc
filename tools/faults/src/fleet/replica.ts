import { join } from 'node:path';
import { type Client, createClient } from '@ballast/client';
import { FaultServiceService } from '@ballast/contracts';
import { type ReplicaProcess, startReplicaProcess } from '../process/replica-process.ts';

/** The faults that FaultService is told of, each on every method. */
export type FaultMessage = Parameters<
  Client<typeof FaultServiceService>['setFaults']
>[0]['faults'][number];
export type Effect = NonNullable<FaultMessage['effect']>;

export interface Replica extends AsyncDisposable {
  readonly process: ReplicaProcess;
  readonly address: string;
  /** Puts one fault in force on all of its methods, for at most five minutes. */
  suffer(effect: Effect, share?: number): Promise<void>;
  /** Ends its faults. */
  heal(): Promise<void>;
}

const program = join(import.meta.dirname, '../replica/main.ts');
// A leak ends a replica before it troubles the machine.
const nodeOptions = ['--max-old-space-size=160'];

// A replica whose event loop is blocked, or on a machine that is busy, still gets to it.
const controlTimeoutMs = 20_000;

/** `workers`: how many calls it works on at a time, where it says so itself. */
export async function startReplica(workers?: number): Promise<Replica> {
  const environment = workers === undefined ? {} : { REPLICA_WORKERS: String(workers) };
  const process = await startReplicaProcess({ program, nodeOptions, environment });
  const control = createClient(FaultServiceService, {
    target: `static:///${process.address}`,
    defaultTimeoutMs: controlTimeoutMs,
  });
  return {
    process,
    address: process.address,
    async suffer(effect, share = 1) {
      const fault = { name: 'cell', methods: '*', share, criticality: 0, ttlMs: 300_000, effect };
      await control.setFaults({ faults: [fault as FaultMessage] });
    },
    heal: async () => void (await control.clearFaults({ names: [] })),
    async [Symbol.asyncDispose]() {
      control[Symbol.dispose]();
      await process[Symbol.asyncDispose]();
    },
  };
}
