import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@ballast/persistence/embedded';
import { bundleService } from './bundle-service.ts';
import { createDatabases } from './create-databases.ts';
import { flows, type Flow } from './flows.ts';
import { startLane, type Lane } from './lane.ts';
import { recordBackground, recordPoints, type NamedPoint } from './record-points.ts';
import { runPoint } from './run-point.ts';

/** A point, and how its run ends. */
export interface PlannedPoint {
  readonly name: string;
  /** Resolves when the books were right after the crash, rejects with what was not. */
  readonly result: Promise<void>;
}

export interface Plan extends AsyncDisposable {
  readonly points: readonly PlannedPoint[];
  /** Runs each point once; resolves when all results are there. */
  run(): Promise<void>;
}

/** While a process starts in one, the other works. */
const LANES = 2;

/**
 * Records every point of every flow.
 * @param only a part of the names that are wanted; "" is all
 * @param every of the points that are wanted, one in so many is run; 1 is all
 */
export async function planRun(only: string, every = 1): Promise<Plan> {
  await using opening = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'ballast-crash-points-'));
  opening.defer(() => rm(directory, { recursive: true, force: true }));
  // Power cuts are not among the crashes here: what the database has taken, it has.
  const database = opening.use(await startEmbeddedPostgres({ directory, durable: false }));
  const [orders, inventory] = (await Promise.all(
    (['orders', 'inventory'] as const).map(bundleService),
  )) as [string, string];
  const urls = await createDatabases(database.url, LANES);
  const lanes = await Promise.all(
    urls.map(async (databaseUrl, index) => {
      const own = join(directory, String(index));
      const programs = { orders, inventory };
      return opening.use(await startLane({ databaseUrl, directory: own, programs }));
    }),
  );

  const [recorder] = lanes as [Lane];
  const background = await recordBackground(recorder);
  const wanted: Task[] = [];
  for (const flow of flows) {
    for (const point of await recordPoints(recorder, flow, background)) {
      if (point.name.includes(only)) wanted.push(createTask(flow, point));
    }
  }
  const chosen = wanted.filter((_, index) => index % every === 0);
  const resources = opening.move();
  return {
    points: chosen.map(({ point: { name }, result: { promise: result } }) => ({ name, result })),
    run: () => runAll(lanes, chosen),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

interface Task {
  readonly flow: Flow;
  readonly point: NamedPoint;
  readonly result: PromiseWithResolvers<void>;
}

function createTask(flow: Flow, point: NamedPoint): Task {
  const result = Promise.withResolvers<void>();
  // Its test asks for it, perhaps later.
  result.promise.catch(() => undefined);
  return { flow, point, result };
}

/** Each on whichever lane is free. One that fails stops no other. */
async function runAll(lanes: readonly Lane[], tasks: readonly Task[]): Promise<void> {
  const queue = tasks.values();
  const runLane = async (lane: Lane): Promise<void> => {
    for (const { flow, point, result } of queue) {
      try {
        await runPoint(lane, flow, point);
        result.resolve();
      } catch (error) {
        result.reject(error);
        // The next one begins with processes that are not armed.
        await lane.renew();
      }
    }
  };
  await Promise.all(lanes.map(runLane));
}
