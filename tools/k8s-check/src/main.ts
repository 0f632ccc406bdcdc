// `nx run k8s:check`: holds every overlay of k8s/ against the code that it runs.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkGenerated } from './check-generated.ts';
import { checkOverlay, describeViolation } from './check-overlay.ts';
import { checkSchemas } from './check-schemas.ts';
import { loadCode } from './code/load-code.ts';
import type { Overlay } from './overlay/overlay.ts';
import {
  findKustomize,
  listOverlays,
  renderOverlay,
  renderVariant,
  type RenderOptions,
} from './overlay/render-overlay.ts';
import { listVariants } from './overlay/variants.ts';
import { everyRule } from './rules/every-rule.ts';

const root = join(import.meta.dirname, '../../..');

/** As test harnesses have it: neither well nor badly. */
const PASSED_OVER = 77;

const { values } = parseArgs({ options: { schemas: { type: 'string' } } });
for (const line of await checkGenerated(root)) complain(line);
const kustomize = await findKustomize();
if (kustomize === undefined) {
  console.log(
    'k8s:check: no kubectl (1.21 or later) and no kustomize is here: manifests are passed over',
  );
  process.exit(process.exitCode ?? PASSED_OVER);
}
const code = await loadCode(root);
const names = await listOverlays(root);
for (const name of names) await report((options) => renderOverlay(kustomize, root, name, options));
for (const variant of await listVariants(root, names)) {
  await report((options) => renderVariant(kustomize, root, variant, options));
}

async function report(render: (options: RenderOptions) => Promise<Overlay>): Promise<void> {
  const withOrigins = values.schemas !== undefined;
  let overlay = await render({ withOrigins });
  // Files are asked for where there is something to say of them.
  if (!withOrigins && checkOverlay(overlay, code).length > 0) {
    overlay = await render({ withOrigins: true });
  }
  const lines = [
    ...checkOverlay(overlay, code).map(describeViolation),
    ...(values.schemas === undefined ? [] : await checkSchemas(overlay, values.schemas)),
  ];
  for (const line of lines) complain(line);
  const found = lines.length === 0 ? 'kept' : `${lines.length} mistakes`;
  const size = `${overlay.manifests.length} objects, ${everyRule.length} rules`;
  console.log(`k8s/overlays/${overlay.name}: ${size}: ${found}`);
}

function complain(line: string): void {
  console.error(line);
  process.exitCode = 1;
}
