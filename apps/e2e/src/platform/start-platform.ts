import type { Target } from '../command.ts';
import { startInOneProcess } from './in-one-process.ts';
import { startLocally } from './locally.ts';
import type { Ability, Platform } from './platform.ts';

/** A cluster's is deployed by others; the suite joins it from inside (src/cluster). */
type Started = Exclude<Target, 'cluster'>;

const platforms: Readonly<
  Record<
    Started,
    { readonly abilities: readonly Ability[]; readonly start: () => Promise<Platform> }
  >
> = {
  process: { abilities: [], start: startInOneProcess },
  local: { abilities: ['processes', 'programs', 'console'], start: startLocally },
};

/** What a target can do, without starting it. */
export function abilitiesOf(target: Started): readonly Ability[] {
  return platforms[target].abilities;
}

/** Starts the whole platform with an empty database of its own; resolves when it serves. */
export function startPlatform(target: Started): Promise<Platform> {
  return platforms[target].start();
}
