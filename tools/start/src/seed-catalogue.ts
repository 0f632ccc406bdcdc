import { fork } from 'node:child_process';
import { join } from 'node:path';
import { describeEnd, followInstance } from './instance.ts';
import type { PlatformLog } from './platform-log.ts';
import { findTarget, type Surroundings } from './services.ts';

/**
 * Fills the catalogue where it is empty, in a process of its own: what it takes to speak gRPC would
 * stay in this one for ever. A failure is told and not fatal: what is there can be sold.
 */
export async function seedCatalogue(
  { root, dataDirectory }: Surroundings,
  { logger, outputOf }: PlatformLog,
): Promise<void> {
  const child = fork(join(root, 'tools/start/src/seed.ts'), [dataDirectory], {
    env: { ...process.env, INVENTORY_TARGET: findTarget(dataDirectory, 'inventory') },
    execArgv: [],
    silent: true,
    detached: true,
  });
  const end = await followInstance(child, outputOf('seed')).ended;
  if (end.code !== 0) logger.error({}, `the catalogue was not filled: ${describeEnd(end)}`);
}
