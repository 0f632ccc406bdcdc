import type { experimental, Metadata, status } from '@grpc/grpc-js';
import type { CallConfig } from './calls/grpc-shapes.ts';
import { CancelAllowance } from './hedging/cancel-allowance.ts';
import { serviceOf } from './rules/method-name.ts';
import { SteeredMethod, type World } from './steered-method.ts';
import { SteeredService } from './steered-service.ts';
import { resolveSteeringOptions } from './steering-options.ts';
import type { ResolvedSteeringOptions, SteeringOptions } from './steering-options.ts';

/** Decides for each call to a dependency whether and when it may be repeated. */
export interface Steering {
  /** For the channel: see `createSteeringOption`. One steering may serve several channels. */
  readonly configSelector: experimental.ConfigSelector;
  /**
   * To be told of every call's end, or of a response stream's beginning: hedging follows it.
   * @param path `/package.Service/Method`
   */
  observe(path: string, tookMs: number, code: status): void;
  /**
   * Whether a call that ended with this code has had all the repeats that it may have: whoever made
   * it while serving should then tell its own caller not to repeat either.
   */
  wasSpent(path: string, code: status): boolean;
  /** Plain data. */
  snapshot(): SteeringSnapshot;
  /**
   * Puts other options in force, for calls that begin from now on. Budgets and measurements stay.
   * @throws RangeError for an option out of its range; then all stays as it was.
   */
  update(options: SteeringOptions): void;
}

export interface SteeringSnapshot {
  readonly services: readonly {
    readonly service: string;
    /** Within the window: calls begun, repeats granted, and how many more would be. */
    readonly budget: {
      readonly calls: number;
      readonly repeats: number;
      readonly available: number;
    };
    /** Since the start: attempts begun after a failure, beside another attempt, and refused. */
    readonly retries: number;
    readonly hedges: number;
    readonly refusals: number;
    /** Those that may be hedged, and after how long they are. */
    readonly methods: readonly { readonly path: string; readonly hedgingDelayMs: number }[];
  }[];
  /** Hedges that may be cancelled at once. */
  readonly cancelsAvailable: number;
}

/** Beyond so many the one that was met first is forgotten: a proxy's callers choose their methods. */
const MOST_METHODS = 1000;

const realWorld: World = { nowMs: () => performance.now(), random: Math.random };

/** @throws RangeError for an option out of its range. */
export function createSteering(options: SteeringOptions = {}, world: World = realWorld): Steering {
  return new MethodSteering(resolveSteeringOptions(options), world);
}

class MethodSteering implements Steering {
  readonly configSelector: experimental.ConfigSelector;
  readonly #world: World;
  readonly #cancels: CancelAllowance;
  readonly #methods = new Map<string, SteeredMethod>();
  readonly #services = new Map<string, SteeredService>();
  #options: ResolvedSteeringOptions;

  constructor(options: ResolvedSteeringOptions, world: World) {
    this.#options = options;
    this.#world = world;
    this.#cancels = new CancelAllowance(options.hedgeCancels, world.nowMs());
    this.configSelector = {
      invoke: (path, metadata) => this.#configure(path, metadata),
      // grpc-js says so whenever the resolver speaks, also when it names the same selector again.
      unref: () => undefined,
    };
  }

  observe(path: string, tookMs: number, code: status): void {
    this.#findMethod(path).observe(tookMs, code);
  }

  wasSpent(path: string, code: status): boolean {
    return this.#findMethod(path).isRepeatable(code);
  }

  snapshot(): SteeringSnapshot {
    const nowMs = this.#world.nowMs();
    const methods = [...this.#methods.values()];
    const services = [...this.#services.values()].map((service) => ({
      service: service.name,
      budget: { ...service.budget.count(nowMs), available: service.budget.available(nowMs) },
      retries: service.retries,
      hedges: service.hedges,
      refusals: service.refusals,
      methods: methods
        .filter((method) => method.service === service && method.rule.hedging !== undefined)
        .map(({ path, hedgingTimer }) => ({ path, hedgingDelayMs: hedgingTimer!.delayMs(nowMs) })),
    }));
    return { services, cancelsAvailable: this.#cancels.available(nowMs) };
  }

  update(options: SteeringOptions): void {
    this.#options = resolveSteeringOptions(options);
    const nowMs = this.#world.nowMs();
    const { retryBudget, hedgeCancels, findRule } = this.#options;
    this.#cancels.update(hedgeCancels, nowMs);
    for (const service of this.#services.values()) service.budget.update(retryBudget, nowMs);
    for (const method of this.#methods.values()) method.update(findRule(method.path));
  }

  #configure(path: string, metadata: Metadata): CallConfig {
    return this.#findMethod(path).configure(metadata, this.#world.nowMs());
  }

  #findMethod(path: string): SteeredMethod {
    return this.#methods.get(path) ?? this.#createMethod(path);
  }

  #createMethod(path: string): SteeredMethod {
    const service = this.#findService(serviceOf(path));
    const method = new SteeredMethod(path, service, this.#world, this.#options.findRule(path));
    this.#methods.set(path, method);
    forgetFirst(this.#methods);
    return method;
  }

  #findService(name: string): SteeredService {
    const known = this.#services.get(name);
    if (known !== undefined) return known;
    const service = new SteeredService(name, this.#options.retryBudget, this.#cancels);
    this.#services.set(name, service);
    forgetFirst(this.#services);
    return service;
  }
}

function forgetFirst(map: Map<string, unknown>): void {
  if (map.size <= MOST_METHODS) return;
  const [first] = map.keys();
  map.delete(first!);
}
