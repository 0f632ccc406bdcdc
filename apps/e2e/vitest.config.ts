// The suites of this folder; unit tests run under the configuration at the root.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Set by src/run-suites.ts; without it the suites would not know where to run.
const results = process.env['E2E_RESULTS'];

export default defineConfig({
  test: {
    include: ['suites/*.suite.ts'],
    pool: 'forks',
    // Platforms take turns: each has the machine for itself.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    allowOnly: false,
    passWithNoTests: false,
    reporters:
      results === undefined
        ? ['verbose']
        : [
            'verbose',
            ['json', { outputFile: join(import.meta.dirname, '../../dist/test-results', results) }],
          ],
  },
});
