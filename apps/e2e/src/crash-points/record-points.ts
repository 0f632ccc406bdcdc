import { waitUntil } from '../wait-until.ts';
import { describeStep } from './describe-step.ts';
import type { Flow } from './flows.ts';
import type { Lane } from './lane.ts';
import type { CrashPoint } from './messages.ts';
import { bringBack, setOut } from './set-out.ts';

/** A crash point with the name that its test has. */
export interface NamedPoint extends CrashPoint {
  readonly name: string;
}

/**
 * Lets the flow run through, and makes two crash points of each of its steps. (A step that the flow
 * does not take again shows later: the process does not come to its point.)
 *
 * @param background steps that the services take by themselves; they belong to no flow
 */
export async function recordPoints(
  lane: Lane,
  flow: Flow,
  background: ReadonlySet<string>,
): Promise<readonly NamedPoint[]> {
  const steps = await recordSteps(lane, flow, background);
  return steps.flatMap(({ step, occurrence }, index) =>
    (['before', 'after'] as const).map((moment) => ({
      name: `${flow.name} #${index + 1} ${describeStep(step)} ${moment}`,
      step,
      occurrence,
      moment,
    })),
  );
}

/** The steps that the services take when they start and nobody asks them for anything. */
export async function recordBackground(lane: Lane): Promise<ReadonlySet<string>> {
  const told = await Promise.all(Object.values(lane.slots).map(({ current }) => current.tell()));
  // Every transaction begins and ends alike.
  const shared = ['begin', 'commit', 'rollback'];
  return new Set(told.flat().filter((step) => !shared.includes(step)));
}

type Step = Omit<CrashPoint, 'moment'>;

async function recordSteps(
  lane: Lane,
  flow: Flow,
  background: ReadonlySet<string>,
): Promise<readonly Step[]> {
  const wish = await flow.prepare(lane);
  await lane.books.untilSettled();
  await untilQuiet(lane, flow);
  const { asked } = await setOut(lane, flow, wish);
  await asked;
  if (flow.driver === 'hand-over') await untilPostponed(lane, flow);
  await bringBack(lane, flow);
  await lane.books.untilSettled();
  const steps = countOccurrences(await untilQuiet(lane, flow));
  return inOrder(cut[flow.driver](steps, background));
}

/** The part of a recording that belongs to the flow. */
const cut: Readonly<
  Record<Flow['driver'], (all: readonly Step[], background: ReadonlySet<string>) => readonly Step[]>
> = {
  call: (all, background) => all.filter(({ step }) => !background.has(step)),

  // A process in which only the relay works is told from its start: what it is about begins when
  // it takes up what is left. It looks for more of it at all times; that is background.
  relay(all, background) {
    const claim = all.findIndex(({ step }) => isClaim(step));
    return all.slice(claim).filter(({ step }, at) => at === 0 || !background.has(step));
  },

  // From the first call that fails to where the relay leaves it for later, for the first time.
  'hand-over'(all, background) {
    const from = all.findIndex(({ step }) => step.startsWith('/'));
    const to = all.findIndex(({ step }) => isPostponement(step));
    return all.slice(from, to + 1).filter(({ step }) => isClaim(step) || !background.has(step));
  },
};

const isClaim = (step: string) => /^\s*update outbox o\s+set lease = \$/.test(step);
const isPostponement = (step: string) => /^\s*update outbox\s+set lease = null/.test(step);

async function untilPostponed(lane: Lane, flow: Flow): Promise<void> {
  await waitUntil('the relay leaves it for later', async () => {
    const steps = await lane.slots[flow.service].current.tell();
    return steps.some(isPostponement) ? true : undefined;
  });
}

/**
 * Hints to other processes are sent beside the rest, so their place is not the same each time, and
 * several may be sent as one: the first stands for all, at the end. Listening for them changes nothing.
 */
function inOrder(steps: readonly Step[]): readonly Step[] {
  const isHint = ({ step }: Step) => step === 'notify' || step === 'listen';
  const first = steps.find(({ step }) => step === 'notify');
  return [...steps.filter((one) => !isHint(one)), ...(first === undefined ? [] : [first])];
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
  return waitUntil(
    `${flow.name} takes no more steps`,
    async () => {
      const steps = await lane.slots[flow.service].current.tell();
      quiet = steps.length === last.length ? quiet + 1 : 0;
      last = steps;
      return quiet >= 5 ? steps : undefined;
    },
    { pollMs: 25 },
  );
}
