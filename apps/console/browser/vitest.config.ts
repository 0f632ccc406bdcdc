// What is tried in a real browser; unit tests run under the configuration at the root.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const results = join(import.meta.dirname, '../../../dist/test-results/browser.json');

export default defineConfig({
  test: {
    include: ['*.suite.ts'],
    pool: 'forks',
    // As in vitest.config.ts at the root: a shared machine stands still now and then.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    allowOnly: false,
    passWithNoTests: false,
    reporters: ['verbose', ['json', { outputFile: results }]],
  },
});
