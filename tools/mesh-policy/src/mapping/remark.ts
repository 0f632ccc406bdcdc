/**
 * How much of a field of a policy arrives in the mesh: all of it; about what it means; nothing, since
 * our client goes on doing it itself; nothing, and behind a sidecar nobody does it.
 */
export type Fidelity = 'exactly' | 'nearly' | 'by the client' | 'by nobody';

/** What became of one field. Every field of a policy has one. */
export interface Remark {
  /** Where in the policy, and what it says: `methodConfig[GetOrder].timeout: 2s`. */
  readonly field: string;
  readonly fidelity: Fidelity;
  /** Which field of Istio's has it, or why none has. */
  readonly says: string;
}

/** Something of Istio's, with what was made of the fields that it comes from. */
export interface Mapped<Value> {
  readonly value: Value;
  readonly remarks: readonly Remark[];
}
