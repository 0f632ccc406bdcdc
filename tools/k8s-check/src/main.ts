// `nx run k8s:check`: holds every overlay of k8s/ against the code that it runs.
import { join } from 'node:path';
import {
  describeStale,
  findStale,
  generate,
  GENERATED_FOLDER,
  loadServices,
} from '@ballast/tool-mesh-policy';
import { checkOverlay, describeViolation } from './check-overlay.ts';
import { loadCode } from './code/load-code.ts';
import type { Overlay } from './overlay/overlay.ts';
import {
  findKustomize,
  listOverlays,
  renderOverlay,
  renderVariant,
} from './overlay/render-overlay.ts';
import { listVariants } from './overlay/variants.ts';
import { everyRule } from './rules/every-rule.ts';

const root = join(import.meta.dirname, '../../..');

/** As test harnesses have it: neither well nor badly. */
const PASSED_OVER = 77;

const kustomize = await findKustomize();
if (kustomize === undefined) {
  console.log(
    'k8s:check: no kubectl (1.21 or later) and no kustomize is here: manifests are passed over',
  );
  process.exit(PASSED_OVER);
}
const stale = await findStale(root, GENERATED_FOLDER, generate(await loadServices({ root })));
for (const each of stale) console.error(`${describeStale(each)} (mesh-policy)`);
if (stale.length > 0) process.exitCode = 1;
const code = await loadCode(root);
const names = await listOverlays(root);
for (const name of names) report(await renderOverlay(kustomize, root, name));
for (const variant of await listVariants(root, names)) {
  report(await renderVariant(kustomize, root, variant));
}

function report(overlay: Overlay): void {
  const violations = checkOverlay(overlay, code);
  for (const violation of violations) console.error(describeViolation(violation));
  if (violations.length > 0) process.exitCode = 1;
  const found = violations.length === 0 ? 'kept' : `${violations.length} mistakes`;
  const size = `${overlay.manifests.length} objects, ${everyRule.length} rules`;
  console.log(`k8s/overlays/${overlay.name}: ${size}: ${found}`);
}
