import type { Platform, Replica, Service } from './platform.ts';

/** Sends a signal to one serving replica of a service, and gives it back. */
export async function signalOne(
  platform: Platform,
  service: Service,
  signal: NodeJS.Signals,
): Promise<Replica> {
  const replica = (await platform.replicas()).find((one) => one.service === service);
  if (replica === undefined) throw new Error(`no replica of ${service} serves`);
  await platform.signal(replica, signal);
  return replica;
}

/** Sends a signal to every serving replica of a service, and gives them back. */
export async function signalService(
  platform: Platform,
  service: Service,
  signal: NodeJS.Signals,
): Promise<readonly Replica[]> {
  const replicas = (await platform.replicas()).filter((one) => one.service === service);
  await Promise.all(replicas.map((one) => platform.signal(one, signal)));
  return replicas;
}

/** Stops every replica of a service as a debugger would, for as long as `during` takes. */
export async function whileSilent<T>(
  platform: Platform,
  service: Service,
  during: () => Promise<T>,
): Promise<T> {
  const silent = await signalService(platform, service, 'SIGSTOP');
  try {
    return await during();
  } finally {
    await Promise.all(silent.map((one) => platform.signal(one, 'SIGCONT')));
  }
}
