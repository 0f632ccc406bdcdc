import type { Metadata } from '@grpc/grpc-js';
import type { PickReason, PlacedAttempt } from './attempt-observer.ts';
import type { PickableEndpoint } from './channel-picker.ts';

/** What the balancer says of an endpoint that it has just chosen. */
export interface PlaceDescriber {
  readonly policyName: string;
  readonly pickReason: PickReason;
  readonly endpointsReady: number;
  readonly endpointsEjected: number;
  addressOf(endpoint: PickableEndpoint): string;
  inFlightOf(endpoint: PickableEndpoint): number;
  latencyMsOf(endpoint: PickableEndpoint): number | null;
}

/** One object for all attempts: most observers look at next to nothing of most of them. */
export class PlacedView implements PlacedAttempt {
  readonly #of: PlaceDescriber;
  #endpoint!: PickableEndpoint;
  metadata!: Metadata;

  constructor(of: PlaceDescriber) {
    this.#of = of;
  }

  show(endpoint: PickableEndpoint, metadata: Metadata): this {
    this.#endpoint = endpoint;
    this.metadata = metadata;
    return this;
  }

  get address(): string {
    return this.#of.addressOf(this.#endpoint);
  }
  get policy(): string {
    return this.#of.policyName;
  }
  get reason(): PickReason {
    return this.#of.pickReason;
  }
  get inFlight(): number {
    return this.#of.inFlightOf(this.#endpoint);
  }
  get latencyMs(): number | null {
    return this.#of.latencyMsOf(this.#endpoint);
  }
  get endpointsReady(): number {
    return this.#of.endpointsReady;
  }
  get endpointsEjected(): number {
    return this.#of.endpointsEjected;
  }
}
