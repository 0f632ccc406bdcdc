// One configuration for every project: `vitest run --root <project> --config ../../vitest.config.ts`.
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

// Set by nx; the JSON is what `npm test` sums up, and nx keeps it with a cached run.
const project = process.env['NX_TASK_TARGET_PROJECT'];
const results = join(import.meta.dirname, 'dist/test-results', `${project}.json`);

/** `npm test -- --full`. Without it, what takes long is left to those who decide on a change. */
const isFull = process.env['BALLAST_TESTS'] === 'full';

const never = [...configDefaults.exclude, ...(isFull ? [] : ['**/*.slow.test.ts'])];
/**
 * What needs a process to itself: peers as they are before ours has registered itself with grpc-js,
 * and counts of what a process holds.
 */
const alone = ['**/regression/*.test.ts', '**/*.alone.test.ts'];
const notShared = [...never, ...alone];

export default defineConfig({
  test: {
    // A process for each file would be half of what the tests cost.
    projects: [
      { extends: true, test: { name: 'shared', include: ['**/*.test.ts'], exclude: notShared } },
      { extends: true, test: { name: 'alone', include: alone, exclude: never, isolate: true } },
    ],
    isolate: false,
    pool: 'forks',
    // On a shared machine a process may stand still for seconds, and the tests run real ones. Who
    // fails twice is broken; who needed the second time is named in the report.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A focused or an absent test is a failure, not a pass.
    allowOnly: false,
    passWithNoTests: false,
    reporters: project === undefined ? ['default'] : ['dot', ['json', { outputFile: results }]],
  },
});
