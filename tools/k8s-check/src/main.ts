// `nx run k8s:check`: holds every overlay of k8s/ against the code that it runs.
import { join } from 'node:path';
import { checkOverlay, describeViolation } from './check-overlay.ts';
import { loadCode } from './code/load-code.ts';
import { findKustomize, listOverlays, renderOverlay } from './overlay/render-overlay.ts';
import { everyRule } from './rules/every-rule.ts';

const root = join(import.meta.dirname, '../../..');

const kustomize = await findKustomize();
if (kustomize === undefined) {
  console.log('k8s:check: neither kubectl nor kustomize is installed: manifests are not checked');
  process.exit(0);
}
const code = await loadCode(root);
for (const name of await listOverlays(root)) {
  const overlay = await renderOverlay(kustomize, root, name);
  const violations = checkOverlay(overlay, code);
  for (const violation of violations) console.error(describeViolation(violation));
  if (violations.length > 0) process.exitCode = 1;
  const found = violations.length === 0 ? 'kept' : `${violations.length} mistakes`;
  const size = `${overlay.manifests.length} objects, ${everyRule.length} rules`;
  console.log(`k8s/overlays/${name}: ${size}: ${found}`);
}
