import { findBreakingChange } from './baseline.ts';
import { findLintProblems } from './lint.ts';
import { findStaleFiles } from './stale.ts';

const renewBaseline =
  'A release that means to break its callers renews the baseline: ' +
  'npm run generate -- --accept-breaking';

/** Every reason to refuse the contracts under `root`, one line each; empty when there is none. */
export async function checkContracts(root: string): Promise<readonly string[]> {
  const lint = findLintProblems(root);
  if (lint.length > 0) return lint;
  const breaking = findBreakingChange(root);
  const stale = await findStaleFiles(root);
  return [
    ...(breaking === undefined ? [] : [breaking, renewBaseline]),
    ...stale.map((problem) => `${problem}: run npm run generate and commit what it writes`),
  ];
}
