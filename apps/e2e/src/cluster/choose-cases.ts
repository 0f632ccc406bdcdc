import type { Case, Scenario } from '../scenario.ts';

/** The full run has those that take minutes, in place of those that stand for them otherwise. */
export function chooseCases({ cases }: Scenario, isFull: boolean): readonly Case[] {
  return cases.filter(({ isLong, isShort }) => (isFull ? isShort !== true : isLong !== true));
}
