import type { Logger } from '@ballast/logging';
import { findProcessIdentity } from '@ballast/tool-bootstrap/process-identity';
import type { EndpointsFile } from './endpoints-file.ts';
import type { Instance } from './instance.ts';

/** Keeps the instances of one replica in their clients' sight exactly while they take calls. */
export interface Placement {
  /** Adds the instance; it is removed the moment it has gone. */
  announce(instance: Instance, address: string): Promise<void>;
  withdraw(address: string): Promise<void>;
}

/** @param endpoints none for what its clients reach by a fixed port */
export function createPlacement(endpoints: EndpointsFile | undefined, logger: Logger): Placement {
  // A full disk, or a data directory that somebody removed, is no reason to end what serves.
  const attempt = async (change: Promise<void> | undefined): Promise<void> => {
    try {
      await change;
    } catch (error) {
      logger.error({ path: endpoints?.path, error }, 'cannot write the endpoints file');
    }
  };
  const withdraw = (address: string): Promise<void> => attempt(endpoints?.remove(address));
  return {
    async announce(instance, address) {
      const process = findProcessIdentity(instance.pid);
      if (process !== undefined) await attempt(endpoints?.add({ address, process }));
      void instance.exited.then(() => withdraw(address));
    },
    withdraw,
  };
}
