// Kills a service before and after each of its steps; see ../README.md, "Crash points".
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@ballast/persistence/embedded';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabases } from '../src/crash-points/create-databases.ts';
import { flows } from '../src/crash-points/flows.ts';
import { startLane } from '../src/crash-points/lane.ts';
import { recordBackground, recordPoints } from '../src/crash-points/record-points.ts';
import { runLanes, type PlannedPoint } from '../src/crash-points/run-lanes.ts';

/** One waits for processes to start while the other works. */
const LANES = 2;

// A power cut is not among the crashes: what the database has taken, it has.
const directory = await mkdtemp(join(tmpdir(), 'ballast-crash-points-'));
const database = await startEmbeddedPostgres({ directory, durable: false });
const urls = await createDatabases(database.url, LANES);
const lanes = await Promise.all(
  urls.map((url, lane) => startLane(url, join(directory, `${lane}`))),
);

// Points are found before tests are named, so that each has a test of its own.
const [recorder] = lanes;
if (recorder === undefined) throw new Error('at least one lane records');
const background = await recordBackground(recorder);
const only = process.env['E2E_ONLY']?.replace(/^crash points ?/, '') ?? '';
const planned: PlannedPoint[] = [];
for (const flow of flows) {
  for (const point of await recordPoints(recorder, flow, background)) {
    if (!point.name.includes(only)) continue;
    const result = Promise.withResolvers<void>();
    result.promise.catch(() => undefined);
    planned.push({ flow, point, result });
  }
}

let running: Promise<void>;
beforeAll(() => {
  running = runLanes(lanes, planned);
});

afterAll(async () => {
  await running;
  await Promise.all(lanes.map((lane) => lane[Symbol.asyncDispose]()));
  await database.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('crash points', () => {
  test.each(planned.map((one) => ({ name: one.point.name, result: one.result.promise })))(
    '$name',
    async ({ result }) => {
      await expect(result).resolves.toBeUndefined();
    },
  );
});
