import type { Case, Scenario } from '../scenario.ts';

/** All of a scenario's cases; without those that take minutes where it is not the full run. */
export function chooseCases({ cases }: Scenario, isFull: boolean): readonly Case[] {
  return cases.filter(({ isLong }) => isFull || isLong !== true);
}
