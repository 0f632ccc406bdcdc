import type { Observatory } from '../observatory.ts';
import type { Platform } from '../platform/platform.ts';
import type { Levers } from './levers.ts';

/** What the console can do to whom it follows. */
export function createLevers({ directory, faults }: Observatory, platform: Platform): Levers {
  return {
    candidates: () =>
      directory.list().map(({ id, service, platform: known, isListed, process }) => ({
        ...{ id, service },
        isServing: known === undefined ? isListed : known.state === 'serving',
        takesFaults: process?.takesFaults ?? false,
      })),
    hasPlatform: () => platform.state.isReachable,
    act: (replica, action) => platform.act(replica, action),
    scale: (service, replicas) => platform.scale(service, replicas),
    async setFault(replicas, fault) {
      const { failed } = await faults.set(replicas, fault);
      if (failed[0] !== undefined) throw new Error(`${failed[0].replica}: ${failed[0].detail}`);
    },
    async clearFaults(replicas) {
      const { failed } = await faults.clear(replicas, []);
      if (failed[0] !== undefined) throw new Error(`${failed[0].replica}: ${failed[0].detail}`);
    },
  };
}
