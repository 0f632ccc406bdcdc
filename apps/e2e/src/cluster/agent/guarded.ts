import { descriptors } from '@ballast/contracts';
import { startServer } from '@ballast/server';
import { mesh } from '../../mesh-of-process.ts';

/** Calls come here … */
export const guardedPort = 50090;
/** … and probes, which have no certificate, here. */
export const guardedHealthPort = 50091;

const say =
  (level: string) =>
  (fields: object, message: string): void =>
    console.log(JSON.stringify({ level, message, ...fields }));

/** A server that takes its certificates, and who may call what, from the control plane: no proxy stands before it. */
export async function runGuarded(): Promise<void> {
  await startServer({
    address: `0.0.0.0:${guardedPort}`,
    healthPort: guardedHealthPort,
    ...{ mesh, xdsServer: true },
    // The admin service is enough.
    ...{ services: [], descriptors },
    logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
  });
}
