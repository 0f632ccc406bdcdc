// All scenarios that the target can run, on one platform that is started once.
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openBooks, type Books } from '../src/audit/open-books.ts';
import { targets } from '../src/command.ts';
import { abilitiesOf, startPlatform } from '../src/platform/start-platform.ts';
import { divideByNeeds, findScenarios } from '../src/scenario.ts';
import { scenarios } from '../src/scenarios.ts';
import { createWorld, type World } from '../src/world.ts';

const target = targets.find((one) => one === process.env['E2E_TARGET']);
if (target === undefined || target === 'cluster')
  throw new Error('run the suites by `npm run e2e -- --target=…`');

const found = findScenarios(scenarios, process.env['E2E_ONLY']);
const { applicable } = divideByNeeds(found, abilitiesOf(target));

const resources = new AsyncDisposableStack();
let world: World;
let books: Books;

beforeAll(async () => {
  const platform = resources.use(await startPlatform(target));
  world = resources.use(createWorld(platform));
  books = resources.use(openBooks(platform.databaseUrl));
});

afterAll(() => resources.disposeAsync());

describe(`on target ${target}`, () => {
  describe.each(applicable)('$name', ({ cases }) => {
    for (const { name, run } of cases) test(name, () => run(world));

    test('the books are right', () => books.audit());
  });
});
