import { Bulkhead } from '../bulkhead/bulkhead.ts';
import { resolveBulkheadOptions } from '../bulkhead/bulkhead-options.ts';
import { resolveBreakerOptions } from '../breaker/breaker-options.ts';
import { Guard } from './guard.ts';
import type { BreakerOptions } from '../breaker/breaker-options.ts';
import type { BulkheadOptions } from '../bulkhead/bulkhead-options.ts';
import type { BulkheadSnapshot } from '../bulkhead/bulkhead.ts';
import type { BreakerSnapshot, GuardChange, GuardedMethod } from './guard.ts';

/** What may change while calls are made: a policy that is read again. */
export interface BreakingPolicy {
  /** Default: as every field of BulkheadOptions says. */
  readonly bulkhead?: BulkheadOptions | undefined;
  /** The breaker of a method, by its path `/package.Service/Method`. Default: all defaults. */
  readonly findBreaker?: ((path: string) => BreakerOptions | undefined) | undefined;
}

export interface MethodGuardsOptions extends BreakingPolicy {
  /** Of the dependency, as refusals and snapshots call it. */
  readonly name: string;
  /** Told of every change of state, at once. Must not throw. Default: nobody. */
  readonly onChange?: ((change: GuardChange) => void) | undefined;
  /** From [0, 1), for open times. Default: Math.random. */
  readonly random?: (() => number) | undefined;
}

/** All breakers of a dependency, and its bulkhead, as plain data. */
export interface BreakingSnapshot {
  readonly name: string;
  readonly bulkhead: BulkheadSnapshot;
  readonly breakers: readonly BreakerSnapshot[];
}

/** The guards of one dependency: a breaker for each method, one bulkhead for all. */
export class MethodGuards {
  readonly name: string;
  readonly bulkhead: Bulkhead;
  private readonly options: MethodGuardsOptions;
  private findBreaker: (path: string) => BreakerOptions | undefined;
  private readonly guards = new Map<string, Guard>();

  /** @throws RangeError naming the field, the rule and the value. */
  constructor(options: MethodGuardsOptions) {
    this.name = options.name;
    this.options = options;
    this.bulkhead = new Bulkhead(options.name, options.bulkhead);
    this.findBreaker = options.findBreaker ?? (() => undefined);
  }

  /** The same guard for the same path. @throws RangeError naming the field, the rule and the value. */
  forMethod(method: GuardedMethod): Guard {
    const known = this.guards.get(method.path);
    if (known !== undefined) return known;
    const { onChange, random } = this.options;
    const breaker = this.findBreaker(method.path);
    const guard = new Guard({ method, breaker, bulkhead: this.bulkhead, onChange, random });
    this.guards.set(method.path, guard);
    return guard;
  }

  find(path: string): Guard | undefined {
    return this.guards.get(path);
  }

  /**
   * Another policy from now on; windows and states stay.
   *
   * @throws RangeError naming the field, the rule and the value; then nothing has changed.
   */
  update(policy: BreakingPolicy, nowMs = performance.now()): void {
    const findBreaker = policy.findBreaker ?? (() => undefined);
    resolveBulkheadOptions(policy.bulkhead);
    for (const path of this.guards.keys()) resolveBreakerOptions(findBreaker(path));
    this.findBreaker = findBreaker;
    this.bulkhead.update(policy.bulkhead ?? {}, nowMs);
    for (const [path, guard] of this.guards) guard.update(findBreaker(path) ?? {}, nowMs);
  }

  /** The dependency seems to be back: open breakers try it now. */
  healthy(nowMs = performance.now()): void {
    for (const guard of this.guards.values()) guard.healthy(nowMs);
  }

  snapshot(nowMs = performance.now()): BreakingSnapshot {
    return {
      name: this.name,
      bulkhead: this.bulkhead.snapshot(),
      breakers: [...this.guards.values()].map((guard) => guard.snapshot(nowMs)),
    };
  }
}

/** The guards of one dependency. @throws RangeError naming the field, the rule and the value. */
export function createMethodGuards(options: MethodGuardsOptions): MethodGuards {
  return new MethodGuards(options);
}
