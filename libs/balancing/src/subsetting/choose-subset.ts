import type { experimental } from '@grpc/grpc-js';
import { endpointKey } from '../endpoints/endpoint-list.ts';
import { xxh53 } from '../hashing/xxh64.ts';

/**
 * Rendezvous hashing (gRFC A68): every client ranks the endpoints by a hash with a seed of its own
 * and keeps the first `size`. An endpoint that comes or goes changes one place at the most.
 */
export class SubsetChooser {
  readonly #seed: bigint;
  #ranks = new Map<string, number>();

  constructor(seed: bigint) {
    this.#seed = seed;
  }

  /** The subset in the order of the list. */
  choose<E extends experimental.Endpoint>(endpoints: readonly E[], size: number): E[] {
    const ranks = new Map<string, number>();
    const ranked = endpoints.map((endpoint) => {
      const key = endpointKey(endpoint);
      const rank = this.#ranks.get(key) ?? xxh53(key, this.#seed);
      ranks.set(key, rank);
      return { endpoint, rank };
    });
    this.#ranks = ranks;
    if (endpoints.length <= size) return [...endpoints];
    const last = ranked.map(({ rank }) => rank).sort((a, b) => a - b)[size - 1]!;
    return ranked.filter(({ rank }) => rank <= last).map(({ endpoint }) => endpoint);
  }
}
