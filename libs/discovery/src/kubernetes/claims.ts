// Several candidates may claim to be the same thing: a pod in a slice of each family, an endpoint
// in two slices while it moves, an address that passes from one pod to the next. One of them counts.
import type { Candidate, Standing } from './candidate.ts';

const rank: Record<Standing, number> = { ready: 2, terminating: 1, out: 0 };

/** What has changed for one name: who counted for it, and who does now. */
export interface ClaimChange {
  readonly before: Candidate | undefined;
  readonly after: Candidate | undefined;
}

/** The claims to each name, and the best of them: by standing, then IPv4, then by text. */
export class Claims {
  readonly #nameOf: (candidate: Candidate) => string;
  /** Rarely more than one. */
  readonly #claims = new Map<string, readonly Candidate[]>();

  constructor(nameOf: (candidate: Candidate) => string) {
    this.#nameOf = nameOf;
  }

  enter(candidate: Candidate): ClaimChange {
    const name = this.#nameOf(candidate);
    const before = this.#claims.get(name) ?? [];
    // Few, and the best first.
    const after = before.length === 0 ? [candidate] : [...before, candidate].sort(compareClaims);
    this.#claims.set(name, after);
    return { before: before[0], after: after[0] };
  }

  leave(candidate: Candidate): ClaimChange {
    const name = this.#nameOf(candidate);
    const before = this.#claims.get(name) ?? [];
    // One of them alone: two slices may claim the same thing in the same words.
    const after = before.toSpliced(before.indexOf(candidate), 1);
    if (after.length === 0) this.#claims.delete(name);
    else this.#claims.set(name, after);
    return { before: before[0], after: after[0] };
  }
}

function compareClaims(one: Candidate, other: Candidate): number {
  if (one.standing !== other.standing) return rank[other.standing] - rank[one.standing];
  if (one.family !== other.family) return one.family === 'IPv4' ? -1 : 1;
  return one.text < other.text ? -1 : one.text > other.text ? 1 : 0;
}
