import type { Ability } from './platform/platform.ts';
import type { World } from './world.ts';

/** One claim about the platform, with the cases that show it. */
export interface Scenario {
  /** Unique; `--only` looks for a part of it. */
  readonly name: string;
  /** What the target must be able to do. */
  readonly needs: readonly Ability[];
  /** Run one after another, in this order. */
  readonly cases: readonly Case[];
}

export interface Case {
  /** A sentence about behaviour, unique in its scenario. */
  readonly name: string;
  /** Takes minutes: only where the whole suite is asked for (`--profile=full`). */
  readonly isLong?: true;
  /** Another case of the scenario stands for it there. */
  readonly isShort?: true;
  run(world: World): Promise<void>;
}

/** Those whose name contains the text, or one of several between commas, capitals aside; all without one. */
export function findScenarios(
  scenarios: readonly Scenario[],
  only: string | undefined,
): readonly Scenario[] {
  const parts = (only ?? '').toLowerCase().split(',');
  return scenarios.filter(({ name }) => parts.some((part) => name.toLowerCase().includes(part)));
}

/** Those that a target with these abilities can run, and those that it cannot. */
export function divideByNeeds(
  scenarios: readonly Scenario[],
  abilities: readonly Ability[],
): { readonly applicable: readonly Scenario[]; readonly inapplicable: readonly Scenario[] } {
  const isApplicable = ({ needs }: Scenario) => needs.every((one) => abilities.includes(one));
  return {
    applicable: scenarios.filter(isApplicable),
    inapplicable: scenarios.filter((scenario) => !isApplicable(scenario)),
  };
}
