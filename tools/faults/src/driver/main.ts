// A driver: one client at a time, in a process of its own.
import { AttemptLog } from './attempt-log.ts';
import { createBallastCaller } from './ballast-caller.ts';
import type { Caller } from './caller.ts';
import type { DriveSetting, News, Order } from './messages.ts';
import { OpenLoop } from './open-loop.ts';
import { createRoundRobinCaller } from './round-robin-caller.ts';

const attempts = new AttemptLog('ballast.inventory.v1.InventoryService');
attempts.watch();
const warmUpRounds = 20;
const callsInRound = 10;

let caller: Caller | undefined;
let loop: OpenLoop | undefined;

async function connect(setting: DriveSetting): Promise<void> {
  caller?.[Symbol.dispose]();
  const create =
    setting.participant === 'round_robin' ? createRoundRobinCaller : createBallastCaller;
  const created = create(setting);
  caller = created;
  // The first calls open the connections, and warm the machine that runs this.
  for (let round = 0; round < warmUpRounds; round += 1) {
    await Promise.all(Array.from({ length: callsInRound }, () => created.call('default')));
  }
  attempts.take();
  loop = new OpenLoop(created, setting);
}

async function obey(order: Order): Promise<News | undefined> {
  switch (order.order) {
    case 'connect':
      await connect(order.setting);
      return { news: 'connected' };
    case 'pace':
      loop?.pace(order.perSecond);
      return undefined;
    case 'finish': {
      const calls = await loop?.finish();
      if (calls === undefined) throw new Error('nothing was begun');
      const warmUpCalls = warmUpRounds * callsInRound;
      return { news: 'record', record: { warmUpCalls, calls, attempts: attempts.take() } };
    }
    default:
      return order satisfies never;
  }
}

const tell = (news: News): void => void process.send?.(news, () => undefined);

process.on('message', (order: Order) => {
  obey(order).then(
    (news) => news && tell(news),
    (error: unknown) => tell({ news: 'failed', problem: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
