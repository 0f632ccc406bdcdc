import type { SpanFacts } from '../window/span-facts.ts';
import type { ReplicaDirectory } from './replica-directory.ts';
import type { Targets } from './targets-setting.ts';

const MAX_LEARNED = 1000;

/** Which service is behind a method, a target, an address: as configured, and as spans tell. */
export class Whereabouts {
  readonly #targets: Targets;
  readonly #directory: () => ReplicaDirectory;
  /** By `package.Service`. */
  readonly #homes = new Map<string, string>();

  constructor(targets: Targets, directory: () => ReplicaDirectory) {
    this.#targets = targets;
    this.#directory = directory;
  }

  /** Whoever serves a method says so in its own spans. */
  learn({ role, method, source }: SpanFacts): void {
    if (role !== 'server' || this.#homes.size >= MAX_LEARNED) return;
    this.#homes.set(method.slice(0, method.lastIndexOf('/')), source.service);
  }

  /** @param method `package.Service/Method` */
  readonly serviceOf = (method: string): string => {
    const rpcService = method.slice(0, method.lastIndexOf('/'));
    const known = this.#homes.get(rpcService);
    if (known !== undefined) return known;
    const words = rpcService.split('.');
    return Object.keys(this.#targets).find((service) => words.includes(service)) ?? '';
  };

  /** Of a client's target; its endpoints tell where the target itself is another one than ours. */
  readonly serviceAt = (target: string, addresses: readonly string[]): string => {
    const configured = Object.entries(this.#targets).find(([, each]) => each === target);
    if (configured !== undefined) return configured[0];
    for (const address of addresses) {
      const service = this.#directory().serviceAt(address);
      if (service !== '') return service;
    }
    const words = target.split(/[^a-z0-9-]+/i);
    return Object.keys(this.#targets).find((service) => words.includes(service)) ?? '';
  };

  readonly replicaAt = (address: string): string => this.#directory().replicaAt(address);
}
