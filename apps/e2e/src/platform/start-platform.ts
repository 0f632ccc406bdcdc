import type { Target } from '../command.ts';
import { startInOneProcess } from './in-one-process.ts';
import { startLocally } from './locally.ts';
import type { Ability, Platform } from './platform.ts';

const platforms: Readonly<
  Record<
    Target,
    { readonly abilities: readonly Ability[]; readonly start: () => Promise<Platform> }
  >
> = {
  process: { abilities: [], start: startInOneProcess },
  local: { abilities: ['processes'], start: startLocally },
};

/** What a target can do, without starting it. */
export function abilitiesOf(target: Target): readonly Ability[] {
  return platforms[target].abilities;
}

/** Starts the whole platform with an empty database of its own; resolves when it serves. */
export function startPlatform(target: Target): Promise<Platform> {
  return platforms[target].start();
}
