// Sums what vitest's JSON reporter left in dist/test-results (vitest.config.ts).
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const directory = join(import.meta.dirname, '../../../dist/test-results');

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Forgets earlier runs; nx puts back what it answers from its cache. */
export async function clearTestResults(): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
}

/** The counts of the files so named. A suite that broke before its first test counts as failed. */
export async function sumTestResults(named: RegExp): Promise<Counts> {
  let passed = 0;
  let failed = 0;
  for (const file of await readdir(directory)) {
    if (!named.test(file)) continue;
    const report: unknown = JSON.parse(await readFile(join(directory, file), 'utf8'));
    const { numPassedTests, numFailedTests, testResults } = report as VitestReport;
    passed += numPassedTests;
    failed += numFailedTests;
    failed += testResults.filter(
      (one) => one.status === 'failed' && one.assertionResults.length === 0,
    ).length;
  }
  return { passed, failed };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { status: string; assertionResults: readonly unknown[] }[];
}
