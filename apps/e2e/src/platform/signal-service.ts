import type { Platform, Service } from './platform.ts';

/** Sends a signal to every serving replica of a service. */
export async function signalService(
  platform: Platform,
  service: Service,
  signal: NodeJS.Signals,
): Promise<void> {
  for (const replica of await platform.replicas()) {
    if (replica.service === service) process.kill(replica.pid, signal);
  }
}

/** Stops every replica of a service as a debugger would, for as long as `during` takes. */
export async function whileSilent<T>(
  platform: Platform,
  service: Service,
  during: () => Promise<T>,
): Promise<T> {
  await signalService(platform, service, 'SIGSTOP');
  try {
    return await during();
  } finally {
    await signalService(platform, service, 'SIGCONT');
  }
}
