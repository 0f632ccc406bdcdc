// `nx run k8s:mesh-policy`: Istio's resources, made of the policy files.
import { join } from 'node:path';
import { isPolicyError } from '@ballast/policy';
import { generate } from './generate.ts';
import { remarksOf } from './mapping/remarks-of.ts';
import { isMeshPolicyError } from './mesh-policy-error.ts';
import { help, parseOptions } from './parse-options.ts';
import { loadServices } from './sources/load-services.ts';
import { describeStale, findStale, writeFiles } from './stale.ts';

const root = join(import.meta.dirname, '../../..');

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(help);
  else await run(options);
} catch (error) {
  if (!isMeshPolicyError(error) && !isPolicyError(error)) throw error;
  console.error(error.message);
  process.exitCode = isMeshPolicyError(error) ? error.exitCode : 1;
}

async function run({ check, policies, to }: ReturnType<typeof parseOptions>): Promise<void> {
  const services = await loadServices({ root, policies });
  const files = generate(services);
  if (check) {
    const stale = await findStale(root, to, files);
    for (const each of stale) console.error(describeStale(each));
    if (stale.length > 0) process.exitCode = 1;
    else console.log(`${to}: ${files.length} files are what the policies make them`);
    return;
  }
  for (const service of services.governed) {
    for (const { field, fidelity, says } of remarksOf(service)) {
      if (fidelity !== 'by nobody') continue;
      console.log(`${service.policyFile}: ${field} is not in the mesh: ${says}`);
    }
  }
  const changed = await writeFiles(root, to, files);
  console.log(`${to}: ${files.length} files, ${changed.length} of them changed`);
}
