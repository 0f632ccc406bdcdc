import assert from 'node:assert/strict';
import type { Service } from '../src/platform/platform.ts';
import { signalOne } from '../src/platform/signal-service.ts';
import { startLoad, type LoadReport } from '../src/load/start-load.ts';
import { describeFailures, assertNothingLost } from '../src/load/load-report.ts';
import type { Case, Scenario } from '../src/scenario.ts';
import { waitUntil } from '../src/wait-until.ts';
import type { World } from '../src/world.ts';

/** What a user may see of it. */
interface Expectation {
  readonly service: Service;
  readonly sees: string;
  assertSeen(report: LoadReport): void;
}

/** Answers that a good client may simply ask again for. */
const isRetriable = (kind: string) => /^50[34]/.test(kind);

const expectations: readonly Expectation[] = [
  {
    service: 'inventory',
    sees: 'at worst a 503',
    assertSeen: ({ failures }) => {
      assert.deepEqual(
        [...failures.keys()].filter((kind) => !isRetriable(kind)),
        [],
      );
    },
  },
  {
    service: 'orders',
    sees: 'at worst a 503',
    assertSeen: ({ failures }) => {
      assert.deepEqual(
        [...failures.keys()].filter((kind) => !isRetriable(kind)),
        [],
      );
    },
  },
  {
    service: 'gateway',
    sees: 'a broken or refused connection, for a moment',
    assertSeen: ({ failures }) => {
      const broken = /^(ECONNRESET|ECONNREFUSED|EPIPE|socket hang up|.*the answer broke off)$/;
      const other = [...failures.keys()].filter((kind) => !isRetriable(kind) && !broken.test(kind));
      assert.deepEqual(other, []);
    },
  },
];

export const killedReplica: Scenario = {
  name: 'killed replica',
  needs: ['processes'],
  cases: expectations.map(toCase),
};

function toCase({ service, sees, assertSeen }: Expectation): Case {
  return {
    name: `SIGKILL of ${service} under load: nothing lost, nothing doubled; users see ${sees}`,
    async run(world) {
      const { platform, shop, stockUp, newId, note } = world;
      const items = [
        { sku: await stockUp(100_000), quantity: 1 },
        { sku: await stockUp(100_000), quantity: 2 },
      ];
      const before = await countReplicas(world, service);
      const customerId = newId(`load-${service}`);
      await using load = startLoad({ shop, customerId, items });
      await load.more(50);
      const killed = await signalOne(platform, service, 'SIGKILL');
      await load.more(100);
      await waitUntil(`${service} has a successor for ${killed.id}`, async () => {
        const now = (await platform.replicas()).filter((one) => one.service === service);
        return now.length === before && now.every(({ id }) => id !== killed.id) ? now : undefined;
      });
      await load.more(50);
      const report = await load.stop();
      note(`SIGKILL of ${service}: ${describeFailures(report)}`);
      assertSeen(report);
      await assertNothingLost(world, customerId, report);
    },
  };
}

async function countReplicas({ platform }: World, service: Service): Promise<number> {
  return (await platform.replicas()).filter((one) => one.service === service).length;
}
