// The method: a source looks at a world in memory that a seeded generator changes and breaks, on a
// clock that stands still in between; a model knows what is true. What is told on the way must have
// been true, and once the faults are over the source must come to tell what is true now.
import { formatEndpoint, type Endpoint } from '../src/endpoint.ts';
import type { EndpointSource } from '../src/endpoint-source.ts';
import { createRandom, type Random } from './random.ts';
import { createVirtualClock, settle, type VirtualClock } from './virtual-clock.ts';

export interface FuzzWorld {
  readonly source: EndpointSource;
  /** One event: a change of what is true, or a fault. Returns what it was, for the report. */
  step(): string;
  /** All faults end; nothing is lost that a healthy world would not lose. */
  heal(): void;
  /** What is true now. */
  endpoints(): readonly Endpoint[];
  /** Whether a set with this text could have been told honestly: it was true at some time. */
  wasTrue(text: string): boolean;
}

export type CreateFuzzWorld = (random: Random, clock: VirtualClock) => FuzzWorld;

export interface FuzzOptions {
  readonly createWorld: CreateFuzzWorld;
  readonly seed: number;
  /** Events of all runs together. */
  readonly events: number;
}

export interface FuzzResult {
  readonly runs: number;
  readonly events: number;
  /** Sets that were told. */
  readonly sets: number;
  /** Failures that were told. */
  readonly failures: number;
  /** How often each event happened. */
  readonly kinds: ReadonlyMap<string, number>;
}

const eventsPerRun = 200;
/** In this time, on its own clock, every source has to be right after the last fault. */
const convergenceMs = 120_000;
const stepMs = 1_000;

/** The endpoints as one text: those of equal sets are equal. */
export function describeSet(endpoints: readonly Endpoint[]): string {
  return endpoints
    .map((each) => `${formatEndpoint(each)} ${each.zone} ${each.weight} ${each.hashKey}`)
    .sort()
    .join('; ');
}

/** @throws Error naming the seed of the run, what was told and what was true */
export async function fuzzSource(options: FuzzOptions): Promise<FuzzResult> {
  const kinds = new Map<string, number>();
  const total = { runs: 0, events: 0, sets: 0, failures: 0 };
  while (total.events < options.events) {
    const seed = (options.seed + total.runs * 7919) | 0;
    const run = await playRun(options.createWorld, seed, kinds);
    total.runs += 1;
    total.events += eventsPerRun;
    total.sets += run.sets;
    total.failures += run.failures;
  }
  return { ...total, kinds };
}

async function playRun(createWorld: CreateFuzzWorld, seed: number, kinds: Map<string, number>) {
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const world = createWorld(random, clock);
  const seen = { sets: 0, failures: 0, text: undefined as string | undefined };
  const problems: string[] = [];
  const trace: string[] = [];
  world.source.start((discovery) => {
    if (discovery.kind === 'failed') {
      seen.failures += 1;
      return;
    }
    seen.sets += 1;
    seen.text = describeSet(discovery.endpoints);
    if (!world.wasTrue(seen.text)) problems.push(`told what never was: ${seen.text}`);
  });
  for (let event = 0; event < eventsPerRun; event += 1) {
    const kind = world.step();
    trace.push(kind);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    // Bursts, pauses and outages.
    if (random.chance(0.5)) await settle();
    if (random.chance(0.1)) await clock.advance(random.next() * random.pick([50, 2_000, 20_000]));
  }
  world.heal();
  const truth = describeSet(world.endpoints());
  for (let waitedMs = 0; seen.text !== truth && waitedMs < convergenceMs; waitedMs += stepMs)
    await clock.advance(stepMs);
  if (seen.text !== truth) problems.push(`told in the end: ${seen.text}; true: ${truth}`);
  world.source.stop();
  await settle();
  if (problems.length > 0)
    throw new Error(`run with seed ${seed}: ${problems[0]}\nevents: ${trace.join(', ')}`);
  return seen;
}
