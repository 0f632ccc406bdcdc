// All slices of a Service are one set of endpoints: KEP-752 and the API's documentation ask
// consumers to join them and to expect an endpoint twice while it moves between slices.
import { compareEndpoints, type Endpoint } from '../endpoint.ts';
import type { Locality } from '../locality.ts';
import { readCandidates, type Candidate, type PortSelector, type Standing } from './candidate.ts';
import { Claims } from './claims.ts';
import type { EndpointSlice } from './endpoint-slice.ts';
import {
  createLocatedEndpoint,
  findHintsFollowed,
  type HintCounts,
  type HintsFollowed,
} from './topology.ts';

/** How the set is made out of the candidates; when it changes, all of the set is made anew. */
interface View {
  readonly standing: Standing;
  readonly followed: HintsFollowed;
}

/** Above this share of the set, in 1/n, making it anew is cheaper than so many insertions. */
const rebuildAtOneIn = 16;

/**
 * The endpoints to call, kept up to date slice by slice; a change costs what has changed.
 *
 * - Ready ones; when there is none, those that still serve while they terminate, as kube-proxy
 *   does (KEP-1669): a last resort is better than an error.
 * - A pod with addresses of both families is one endpoint, by its IPv4 address.
 * - An endpoint in two slices counts once, by its better standing; so does an address that two pods
 *   claim, the old one not being forgotten yet.
 */
export class SliceJoin {
  readonly #port: PortSelector;
  readonly #locality: Locality;
  readonly #slices = new Map<string, ReadonlyMap<string, Candidate>>();
  readonly #pods = new Claims(({ pod }) => pod);
  readonly #addresses = new Claims(({ host, port }) => `${host}|${port}`);
  /** Who counts, by address. */
  readonly #counting = new Map<string, Candidate>();
  readonly #counts: Record<Standing, Mutable<HintCounts>> = {
    ready: createCounts(),
    terminating: createCounts(),
    out: createCounts(),
  };
  #view: View = { standing: 'ready', followed: 'none' };
  #endpoints: readonly Endpoint[] = Object.freeze([]);
  /** By address, since the endpoints were last asked for. */
  readonly #changed = new Map<string, Candidate>();

  constructor(port: PortSelector, locality: Locality = {}) {
    this.#port = port;
    this.#locality = locality;
  }

  /** All slices there are. */
  replace(slices: ReadonlyMap<string, EndpointSlice>): void {
    // Those that go come last, so that what moved never was away.
    for (const [name, slice] of slices) this.put(name, slice);
    for (const name of [...this.#slices.keys()]) if (!slices.has(name)) this.remove(name);
  }

  put(name: string, slice: EndpointSlice): void {
    const before = this.#slices.get(name);
    const after = new Map(readCandidates(slice, this.#port));
    for (const [text, candidate] of after) {
      const known = before?.get(text);
      if (known === undefined) this.#change(this.#pods.enter(candidate));
      else after.set(text, known);
    }
    for (const [text, candidate] of before ?? [])
      if (!after.has(text)) this.#change(this.#pods.leave(candidate));
    this.#slices.set(name, after);
  }

  remove(name: string): void {
    for (const candidate of this.#slices.get(name)?.values() ?? [])
      this.#change(this.#pods.leave(candidate));
    this.#slices.delete(name);
  }

  /** The set now, sorted by address; the same array as before where nothing changed. */
  endpoints(): readonly Endpoint[] {
    if (this.#changed.size === 0) return this.#endpoints;
    const view = this.#findView();
    const isSameView =
      view.standing === this.#view.standing && view.followed === this.#view.followed;
    const isFew = this.#changed.size * rebuildAtOneIn < this.#endpoints.length;
    this.#view = view;
    this.#endpoints = Object.freeze(isSameView && isFew ? this.#splice() : this.#rebuild());
    this.#changed.clear();
    return this.#endpoints;
  }

  #change({ before, after }: { before: Candidate | undefined; after: Candidate | undefined }) {
    if (before === after) return;
    if (after) this.#recount(this.#addresses.enter(after));
    if (before) this.#recount(this.#addresses.leave(before));
  }

  #recount({ before, after }: { before: Candidate | undefined; after: Candidate | undefined }) {
    if (before === after) return;
    if (before) this.#count(before, -1);
    if (after) this.#count(after, 1);
    const { host, port } = (after ?? before)!;
    const address = `${host}|${port}`;
    if (after) this.#counting.set(address, after);
    else this.#counting.delete(address);
    this.#changed.set(address, (after ?? before)!);
  }

  #count({ standing, forZones, forNodes }: Candidate, by: 1 | -1): void {
    const counts = this.#counts[standing];
    const { zone = '', node = '' } = this.#locality;
    counts.usable += by;
    if (forZones.length > 0) counts.zoned += by;
    if (forZones.includes(zone)) counts.forThisZone += by;
    if (forNodes.length > 0) counts.noded += by;
    if (forNodes.includes(node)) counts.forThisNode += by;
  }

  #findView(): View {
    const standing = this.#counts.ready.usable > 0 ? 'ready' : 'terminating';
    return { standing, followed: findHintsFollowed(this.#counts[standing]) };
  }

  #locate(candidate: Candidate): Endpoint {
    return createLocatedEndpoint(candidate, this.#view.followed, this.#locality);
  }

  #rebuild(): Endpoint[] {
    return [...this.#counting.values()]
      .filter(({ standing }) => standing === this.#view.standing)
      .map((candidate) => this.#locate(candidate))
      .sort(compareEndpoints);
  }

  #splice(): Endpoint[] {
    const endpoints = [...this.#endpoints];
    for (const [address, { host, port }] of this.#changed) {
      const at = findPlace(endpoints, { host, port });
      const known = endpoints[at];
      const isListed = known !== undefined && compareEndpoints(known, { host, port }) === 0;
      const candidate = this.#counting.get(address);
      const isMember = candidate?.standing === this.#view.standing;
      const entering = candidate && isMember ? [this.#locate(candidate)] : [];
      endpoints.splice(at, isListed ? 1 : 0, ...entering);
    }
    return endpoints;
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const createCounts = (): Mutable<HintCounts> => ({
  ...{ usable: 0, zoned: 0, forThisZone: 0, noded: 0, forThisNode: 0 },
});

/** The first place whose endpoint is not before this one. */
function findPlace(sorted: readonly Endpoint[], endpoint: Endpoint): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compareEndpoints(sorted[middle]!, endpoint) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
