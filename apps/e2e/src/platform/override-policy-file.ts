import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes or removes an operator's policy where services read it as it changes (BALLAST_POLICY_DIR). */
export async function overridePolicyFile(
  directory: string,
  service: string,
  policy: string | undefined,
): Promise<void> {
  const file = join(directory, `${service}.policy.json`);
  if (policy === undefined) return rm(file);
  await writeFile(`${file}.new`, policy);
  await rename(`${file}.new`, file);
}
