import assert from 'node:assert/strict';
import { waitUntil } from '../wait-until.ts';
import { abandon } from './abandon.ts';
import { describeStep } from './describe-step.ts';
import type { Flow } from './flows.ts';
import type { Lane } from './lane.ts';
import type { CrashPoint } from './messages.ts';

/** A crash point with the name that its test has. */
export interface NamedPoint extends CrashPoint {
  readonly name: string;
}

/**
 * Lets the flow run through, and makes two crash points of each of its steps.
 *
 * @param background steps that the service takes by itself; they belong to no flow
 * @throws AssertionError where the flow takes other steps the second time: then what is recorded is
 *   not what will be run.
 */
export async function recordPoints(
  lane: Lane,
  flow: Flow,
  background: ReadonlySet<string>,
): Promise<readonly NamedPoint[]> {
  const steps = await recordSteps(lane, flow, background);
  const again = await recordSteps(lane, flow, background);
  assert.deepEqual(again, steps, `${flow.name} takes the same steps each time`);
  return steps.flatMap(({ step, occurrence }, index) =>
    (['before', 'after'] as const).map((moment) => ({
      name: `${flow.name} #${index + 1} ${describeStep(step)} ${moment}`,
      step,
      occurrence,
      moment,
    })),
  );
}

type Step = Omit<CrashPoint, 'moment'>;

async function recordSteps(
  lane: Lane,
  flow: Flow,
  background: ReadonlySet<string>,
): Promise<readonly Step[]> {
  const wish = await flow.prepare(lane);
  const slot = lane.slots[flow.service];
  if (flow.driver === 'relay') {
    await abandon(lane, wish);
    await slot.succeed();
  } else {
    await lane.books.untilSettled();
    await slot.current.record();
    await wish.ask();
  }
  await lane.books.untilSettled();
  const all = countOccurrences(await untilQuiet(lane, flow));
  // A relay's process is told from its first step on: what it takes before is its start.
  const begin = flow.driver === 'relay' ? all.findIndex(({ step }) => isClaim(step)) : 0;
  assert.notEqual(begin, -1, `${flow.name}: a relay takes up what is left`);
  return all
    .slice(begin)
    .filter(({ step }) => (isClaim(step) ? flow.driver === 'relay' : !background.has(step)));
}

/** The steps that a service takes by itself when it starts and nobody asks it for anything. */
export async function recordBackground(lane: Lane): Promise<ReadonlySet<string>> {
  const told = await Promise.all(Object.values(lane.slots).map(({ current }) => current.tell()));
  // Every transaction begins and ends alike.
  const shared = ['begin', 'commit', 'rollback'];
  return new Set(told.flat().filter((step) => !shared.includes(step)));
}

function isClaim(step: string): boolean {
  return /^\s*update outbox o\s+set lease/.test(step);
}

/** Says of each step the how manieth of its kind it is. */
function countOccurrences(steps: readonly string[]): readonly Step[] {
  const counts = new Map<string, number>();
  return steps.map((step) => {
    const occurrence = (counts.get(step) ?? 0) + 1;
    counts.set(step, occurrence);
    return { step, occurrence };
  });
}

/** What a service does after its answer: hints to others, looking for more. */
async function untilQuiet(lane: Lane, flow: Flow): Promise<readonly string[]> {
  let last: readonly string[] = [];
  let quiet = 0;
  return waitUntil(`${flow.name} takes no more steps`, async () => {
    const steps = await lane.slots[flow.service].current.tell();
    quiet = steps.length === last.length ? quiet + 1 : 0;
    last = steps;
    return quiet >= 5 ? steps : undefined;
  });
}
