// One configuration for every project: `vitest run --root <project> --config <this file>`.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A focused or an absent test is a failure, not a pass.
    allowOnly: false,
    passWithNoTests: false,
    reporters: process.env['CI'] === 'true' ? ['default'] : ['dot'],
  },
});
