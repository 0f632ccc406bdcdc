// The same method over real sockets, files and processes: slower, so thousands of events and not a
// million, and nothing in between is looked at, only that source and world come to agree.
import { setTimeout as pause } from 'node:timers/promises';
import { formatEndpoint } from '../src/endpoint.ts';
import type { EndpointSource } from '../src/endpoint-source.ts';
import { createRandom, type Random } from './random.ts';

export interface SocketWorld extends AsyncDisposable {
  readonly source: EndpointSource;
  /** One event. */
  step(): void | Promise<void>;
  /** All faults end; called again and again until both agree. */
  heal(): void | Promise<void>;
  /** What is true now, as addresses. */
  addresses(): readonly string[];
}

export type StartSocketWorld = (random: Random) => Promise<SocketWorld>;

const eventsPerRun = 25;
const agreementMs = 30_000;

/** @throws Error naming the seed, what was told and what was true */
export async function fuzzOverSockets(
  startWorld: StartSocketWorld,
  seed: number,
  events: number,
): Promise<{ readonly events: number; readonly runs: number }> {
  await using world = await startWorld(createRandom(seed));
  let told = 'nothing';
  world.source.start((discovery) => {
    if (discovery.kind === 'endpoints')
      told = discovery.endpoints.map(formatEndpoint).sort().join();
  });
  let runs = 0;
  try {
    for (let done = 0; done < events; done += 1) {
      await world.step();
      if ((done + 1) % eventsPerRun !== 0) continue;
      runs += 1;
      const deadlineMs = performance.now() + agreementMs;
      for (;;) {
        await world.heal();
        const truth = world.addresses().toSorted().join();
        if (told === truth) break;
        if (performance.now() > deadlineMs)
          throw new Error(`seed ${seed}, run ${runs}: told ${told}; true ${truth}`);
        await pause(1);
      }
    }
  } finally {
    world.source.stop();
  }
  return { events, runs };
}
