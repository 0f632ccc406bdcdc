import type { Flow } from './flows.ts';
import type { Lane } from './lane.ts';
import type { NamedPoint } from './record-points.ts';
import { runPoint } from './run-point.ts';

/** A point, and how its run ends. */
export interface PlannedPoint {
  readonly flow: Flow;
  readonly point: NamedPoint;
  readonly result: PromiseWithResolvers<void>;
}

/**
 * Runs every point once, on whichever lane is free. Each point's result is settled on its own: one
 * that fails stops no other.
 */
export async function runLanes(
  lanes: readonly Lane[],
  planned: readonly PlannedPoint[],
): Promise<void> {
  const queue = planned.values();
  const runLane = async (lane: Lane): Promise<void> => {
    for (const { flow, point, result } of queue) {
      await runPoint(lane, flow, point).then(result.resolve, async (error: unknown) => {
        result.reject(error instanceof Error ? error : new Error(String(error)));
        // Whatever state it is in: the next point begins with a process that is not armed.
        await lane.slots[flow.service].succeed();
      });
    }
  };
  await Promise.all(lanes.map(runLane));
}
