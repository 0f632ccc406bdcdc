import type { ClientRecord } from './clients/client-table.ts';
import type { Criticality } from './classes/criticality.ts';
import type { Method } from './limit/baselines.ts';
import type { Outcome } from './limit/outcome.ts';

/** What takes a permit back. */
export interface PermitOwner {
  ended(permit: CountedPermit, outcome: Outcome, nowMs: number): void;
}

/** A call that is served. */
export interface Permit {
  readonly admitted: true;
  /** The call is over. Once is enough; more do nothing. */
  end(outcome: Outcome, nowMs: number): void;
}

/** One object for each call that counts, and no closure. */
export class CountedPermit implements Permit {
  readonly admitted = true;
  readonly method: Method | undefined;
  readonly client: ClientRecord;
  readonly criticality: Criticality;
  readonly startedMs: number;
  /** So few calls were in flight that there was no queue before this one. */
  readonly isFree: boolean;
  #owner: PermitOwner | undefined;

  /** `method` is undefined for a stream: how long it is open says nothing. */
  constructor(
    owner: PermitOwner,
    method: Method | undefined,
    client: ClientRecord,
    criticality: Criticality,
    startedMs: number,
    isFree: boolean,
  ) {
    this.#owner = owner;
    this.method = method;
    this.client = client;
    this.criticality = criticality;
    this.startedMs = startedMs;
    this.isFree = isFree;
  }

  end(outcome: Outcome, nowMs: number): void {
    const owner = this.#owner;
    this.#owner = undefined;
    owner?.ended(this, outcome, nowMs);
  }
}

/** Of calls that are never refused: nothing to give back. */
export const FREE_PERMIT: Permit = { admitted: true, end: () => undefined };
