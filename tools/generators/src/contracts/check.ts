import { findBreakingChange } from './baseline.ts';
import { findLintProblems } from './lint.ts';
import { findStaleFiles } from './stale.ts';

const renewBaseline =
  'A release that means to break its callers renews the baseline: ' +
  'npm run generate -- --accept-breaking';

/** Why to refuse the contracts under `root`: the first kind of mistake, cheapest to find first. */
export async function checkContracts(root: string): Promise<readonly string[]> {
  const lint = findLintProblems(root);
  if (lint.length > 0) return lint;
  const breaking = findBreakingChange(root);
  if (breaking !== undefined) return [breaking, renewBaseline];
  const stale = await findStaleFiles(root);
  return stale.map((problem) => `${problem}: run npm run generate and commit what it writes`);
}
