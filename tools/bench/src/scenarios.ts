// What people see of the shop while a part of it is lost, beside what was published of famous demos.
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@ballast/client';
import { NotificationsServiceService } from '@ballast/contracts';
import { listProducts, placeOrder, type SeenAnswer } from '@ballast/tool-load';
import { connectControl, type ControlClient } from '@ballast/tool-start';
import { repeat } from './repeat.ts';
import { createDataDirectory, startPlatform } from './running-platform.ts';
import type { Benchmark } from './table.ts';

const ordersOfRound = 200;
const boundMs = 1000;

/** What a round has found; all rounds are one sample. */
interface Findings {
  readonly oneKilled: readonly SeenAnswer[];
  readonly oneSilent: readonly SeenAnswer[];
  readonly allSilent: readonly SeenAnswer[];
  readonly browsingOne: readonly SeenAnswer[];
  readonly browsingAll: readonly SeenAnswer[];
  readonly mute: readonly SeenAnswer[];
  readonly messages: number;
}

export const scenarios: Benchmark = {
  name: 'scenarios',
  keptAs: 'famous-scenarios',
  title: 'ordering and browsing while a part is lost, beside the figures of famous demos',
  async run(progress, { rounds = 3 } = {}) {
    const all: Findings[] = [];
    for (let round = 1; round <= rounds; round++) {
      all.push(await runRound(round));
      progress(`round ${round} of ${rounds}`);
    }
    const of = (name: Exclude<keyof Findings, 'messages'>) => all.flatMap((round) => round[name]);
    const messages = all.reduce((sum, round) => sum + round.messages, 0);
    return [
      {
        title: 'Ordering while a dependency is lost',
        method: `\`npm start\` as it is: gateway, 2 × orders, 3 × inventory, 1 × notifications. ${rounds} rounds, ${ordersOfRound} orders each by 6 clients that ask for nothing twice; ${ordersOfRound / 10} of them with all of inventory silent. Killed: SIGKILL, started again by the supervisor. Silent: SIGSTOP. Taken: 201, or 202 (PENDING, confirmed later). Theirs, as published for the best-known microservice demos: one required service lost, the call that orders ends after 10 008 ms with DEADLINE_EXCEEDED.`,
        columns: [
          'lost',
          'orders',
          'taken',
          '201',
          '202',
          `over ${boundMs} ms`,
          'worst (ms)',
          'theirs',
        ],
        rows: [
          ['1 of 3 inventory, killed', ...describeOrders(of('oneKilled')), '10 008 ms, failed'],
          ['1 of 3 inventory, silent', ...describeOrders(of('oneSilent')), '10 008 ms, failed'],
          ['all of inventory, silent', ...describeOrders(of('allSilent')), '10 008 ms, failed'],
        ],
      },
      {
        title: 'Browsing while replicas are recreated',
        method:
          'Two clients ask for the product list without a pause from before the kill until the replicas serve again. Known last: answered from the memory of the gateway, and marked so. Theirs: one replica recreated, HTTP 500 for 90 to 120 s.',
        columns: ['lost', 'requests', '5xx', 'known last', 'worst (ms)', 'theirs'],
        rows: [
          ['1 of 3 inventory, killed', ...describeLists(of('browsingOne')), '500 for 90–120 s'],
          ['all of inventory, killed', ...describeLists(of('browsingAll')), '500 for 90–120 s'],
        ],
      },
      {
        title: 'Ordering while notifications is lost',
        method: `Six orders with notifications silent (SIGSTOP), then it goes on; the messages are counted when they have all come (two for each order), at most 20 s later. Theirs, with e-mail: 6 of 6 orders failed.`,
        columns: ['lost', 'orders', 'taken', 'worst (ms)', 'messages in the end', 'theirs'],
        rows: [
          [
            'notifications, silent',
            of('mute').length,
            of('mute').filter(isTaken).length,
            worst(of('mute')),
            `${messages} of ${of('mute').length * 2}`,
            '6 of 6 failed',
          ],
        ],
      },
    ];
  },
};

const isTaken = ({ status }: SeenAnswer) => status === 201 || status === 202;
const worst = (seen: readonly SeenAnswer[]) =>
  Math.round(Math.max(...seen.map(({ tookMs }) => tookMs)));
const count = (seen: readonly SeenAnswer[], isIt: (one: SeenAnswer) => boolean) =>
  seen.filter(isIt).length;

function describeOrders(seen: readonly SeenAnswer[]) {
  return [
    seen.length,
    `${((100 * count(seen, isTaken)) / seen.length).toFixed(1)} %`,
    count(seen, ({ status }) => status === 201),
    count(seen, ({ status }) => status === 202),
    count(seen, ({ tookMs }) => tookMs > boundMs),
    worst(seen),
  ];
}

function describeLists(seen: readonly SeenAnswer[]) {
  const isStale = ({ body }: SeenAnswer) => body instanceof Object && 'staleSince' in body;
  const isFailure = ({ status }: SeenAnswer) => status === 0 || status >= 500;
  return [seen.length, count(seen, isFailure), count(seen, isStale), worst(seen)];
}

async function runRound(round: number): Promise<Findings> {
  await using platform = await startPlatform(await createDataDirectory());
  using control = await connectControl(platform.directory);
  const { shopUrl } = platform;
  const sku = await findSku(shopUrl);
  const order = (who: string) => placeOrder(shopUrl, `${who}-${round}`, sku);
  const orders = (who: string, total: number) => repeat(6, () => order(who), enough(total));
  await orders('warm-up', 60);

  const killed = orders('killed', ordersOfRound);
  await recreate(control, ['inventory#1']);
  const oneKilled = await killed;
  const oneSilent = await whileSilent(control, ['inventory#2'], () =>
    orders('silent', ordersOfRound),
  );
  const inventory = ['inventory#1', 'inventory#2', 'inventory#3'];
  const allSilent = await whileSilent(control, inventory, () => orders('away', ordersOfRound / 10));
  const browsingOne = await browseUntil(shopUrl, () => recreate(control, ['inventory#1']));
  const browsingAll = await browseUntil(shopUrl, () => recreate(control, inventory));
  const mute = await whileSilent(control, ['notifications#1'], () =>
    repeat(1, () => order('mute'), enough(6)),
  );
  const { targets } = await control.status();
  const messages = await countMessages(targets['notifications'] ?? '', `mute-${round}`, 12);
  return { oneKilled, oneSilent, allSilent, browsingOne, browsingAll, mute, messages };
}

const enough = (total: number) => {
  let left = total;
  return () => (left -= 1) < 0;
};

async function whileSilent<T>(
  control: ControlClient,
  names: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  for (const name of names) await control.kill(name, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const name of names) await control.kill(name, 'SIGCONT');
  }
}

async function browseUntil(shopUrl: string, change: () => Promise<void>) {
  let isOver = false;
  const browsing = repeat(
    2,
    () => listProducts(shopUrl),
    () => isOver,
  );
  await change().finally(() => (isOver = true));
  return browsing;
}

/** Kills these replicas and resolves when each has a successor that serves. */
async function recreate(control: ControlClient, names: readonly string[]): Promise<void> {
  const find = async () => {
    const { replicas } = await control.status();
    return replicas.filter(({ name }) => names.includes(name));
  };
  const old = new Set((await find()).map(({ pid }) => pid));
  for (const name of names) await control.kill(name);
  for (;;) {
    const now = await find();
    if (now.every(({ pid, state }) => state === 'serving' && !old.has(pid))) return;
    await pause(50);
  }
}

async function findSku(shopUrl: string): Promise<string> {
  const { body } = await listProducts(shopUrl);
  const { products } = body as { products: { sku: string; available: number }[] };
  const fullest = products.toSorted((a, b) => b.available - a.available)[0];
  if (fullest === undefined) throw new Error('the shop has nothing to sell');
  return fullest.sku;
}

async function countMessages(target: string, customerId: string, wanted: number): Promise<number> {
  using client = createClient(NotificationsServiceService, { target });
  const endMs = performance.now() + 20_000;
  for (;;) {
    const request = { orderId: '', customerId, pageSize: 100, pageToken: '' };
    const { notifications } = await client.listNotifications(request);
    if (notifications.length >= wanted || performance.now() > endMs) return notifications.length;
    await pause(100);
  }
}
