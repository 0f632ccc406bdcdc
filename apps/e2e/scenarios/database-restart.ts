import assert from 'node:assert/strict';
import { assertNothingLost, describeFailures } from '../src/load/load-report.ts';
import { startLoad } from '../src/load/start-load.ts';
import type { Case, Scenario } from '../src/scenario.ts';

export const databaseRestart: Scenario = {
  name: 'database restart',
  needs: [],
  cases: [
    toCase('is restarted', { crash: false }),
    toCase('crashes and recovers', { crash: true }),
  ],
};

function toCase(what: string, options: { readonly crash: boolean }): Case {
  return {
    name: `the database ${what} under load: nothing is lost, and the service is back by itself`,
    async run(world) {
      const { platform, shop, stockUp, newId, note } = world;
      const items = [{ sku: await stockUp(100_000), quantity: 1 }];
      const customerId = newId('load-database');
      await using load = startLoad({ shop, customerId, items });
      await load.more(25);
      await platform.restartDatabase(options);
      await load.more(25);
      const report = await load.stop();
      note(`the database ${what}: ${describeFailures(report)}`);
      const kinds = [...report.failures.keys()].filter((kind) => !/^50[34]/.test(kind));
      assert.deepEqual(kinds, [], 'what users see may be asked for again');
      await assertNothingLost(world, customerId, report);
    },
  };
}
