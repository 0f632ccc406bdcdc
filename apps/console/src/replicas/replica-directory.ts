import type { WatchStateResponse } from '@ballast/contracts';
import type { PlatformReplica } from '../platform/platform-messages.ts';
import type { Attention } from './attention.ts';
import { authorityOf } from './authority-of.ts';
import { followProcess, type FollowedProcess } from './follow-process.ts';
import { watchTarget } from './watch-target.ts';

/** One replica, with all that is known of it from whatever source. */
export interface KnownReplica {
  readonly id: string;
  readonly service: string;
  /** Empty where it does not serve. */
  readonly address: string;
  /** What the platform says, where there is one that knows it. */
  readonly platform: PlatformReplica | undefined;
  /** Discovery lists it: calls may go there. */
  readonly isListed: boolean;
  readonly process: FollowedProcess | undefined;
}

export interface DirectoryOptions {
  /** gRPC targets by service. */
  readonly targets: Readonly<Record<string, string>>;
  readonly now: () => number;
  /** What the platform knows; empty where there is none. */
  readonly platformReplicas: () => readonly PlatformReplica[];
  readonly attention: Attention;
  /** See {@link followProcess}. */
  readonly onState: (
    replica: string,
    state: WatchStateResponse,
    atMs: number,
    unchangedUntilMs: number | undefined,
  ) => void;
  /** A replica has come or gone, is lost or heard again. */
  readonly onTurn: () => void;
  readonly onFailure: (service: string, reason: string) => void;
}

interface Listing {
  readonly service: string;
  readonly process: FollowedProcess;
  isListed: boolean;
}

/** Made once: to make one takes longer than to sort by it. */
const names = new Intl.Collator('en', { numeric: true });

/** How long a process that is listed no more is followed after it was heard last. */
const FAREWELL_MS = 3000;

/** Who runs where: from discovery, from the platform, and from the processes themselves. */
export class ReplicaDirectory {
  readonly #options: DirectoryOptions;
  readonly #listings = new Map<string, Listing>();
  /** Addresses of the platform's processes, of those that have just ended too. */
  readonly #ofPlatform = new Set<string>();
  readonly #watches: { close(): void }[];

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#watches = Object.entries(options.targets).map(([service, target]) =>
      watchTarget(
        target,
        (addresses) => this.#update(service, addresses),
        (reason) => {
          this.#update(service, []);
          options.onFailure(service, reason);
        },
      ),
    );
  }

  /** By service as configured, then by name. */
  list(): KnownReplica[] {
    this.#forget();
    const { platformReplicas, targets } = this.#options;
    const ofPlatform = platformReplicas();
    const seen = new Set<string>();
    const fromPlatform = ofPlatform.map((platform): KnownReplica => {
      const listing = this.#listings.get(platform.adminAddress);
      if (listing !== undefined) {
        seen.add(platform.adminAddress);
        this.#ofPlatform.add(platform.adminAddress);
      }
      return {
        ...{ id: platform.name, service: platform.service, address: platform.adminAddress },
        ...{ platform, isListed: listing?.isListed ?? false, process: listing?.process },
      };
    });
    const others = [...this.#listings]
      .filter(([address]) => !seen.has(address) && !this.#ofPlatform.has(address))
      .map(([address, { service, process, isListed }]): KnownReplica => {
        const id = process.state?.instance || address;
        return { id, service, address, platform: undefined, isListed, process };
      });
    const order = Object.keys(targets);
    return [...fromPlatform, ...others].sort(
      (one, other) =>
        order.indexOf(one.service) - order.indexOf(other.service) ||
        names.compare(one.id, other.id),
    );
  }

  find(id: string): KnownReplica | undefined {
    return this.list().find((replica) => replica.id === id);
  }

  /** Empty where nobody is known to be there. */
  serviceAt(address: string): string {
    return this.#listings.get(address)?.service ?? '';
  }

  /** Empty where nobody is known to be there. */
  replicaAt(address: string): string {
    const ofPlatform = this.#options
      .platformReplicas()
      .find((replica) => replica.address === address || replica.adminAddress === address);
    if (ofPlatform !== undefined) return ofPlatform.name;
    const listing = this.#listings.get(address);
    return listing === undefined ? '' : listing.process.state?.instance || address;
  }

  close(): void {
    for (const watch of this.#watches) watch.close();
    for (const { process } of this.#listings.values()) process.close();
    this.#listings.clear();
  }

  #update(service: string, addresses: readonly string[]): void {
    for (const [address, listing] of this.#listings) {
      if (listing.service !== service) continue;
      const isListed = addresses.includes(address);
      if (isListed !== listing.isListed) this.#options.onTurn();
      listing.isListed = isListed;
    }
    for (const address of addresses) {
      if (this.#listings.has(address)) continue;
      const { now, attention, onState, onTurn, targets } = this.#options;
      const process = followProcess({
        ...{ address, authority: authorityOf(targets[service] ?? ''), now, attention, onTurn },
        onState: (state, atMs, unchangedUntilMs) =>
          onState(this.replicaAt(address), state, atMs, unchangedUntilMs),
      });
      this.#listings.set(address, { service, process, isListed: true });
      onTurn();
    }
  }

  /** A process that leaves is taken off the list first, and can be watched as it drains. */
  #forget(): void {
    const nowMs = this.#options.now();
    for (const [address, { isListed, process }] of this.#listings) {
      const isGone = process.lostAtMs !== undefined && nowMs - process.lostAtMs > FAREWELL_MS;
      if (isListed || !isGone) continue;
      process.close();
      this.#listings.delete(address);
      this.#ofPlatform.delete(address);
    }
  }
}
