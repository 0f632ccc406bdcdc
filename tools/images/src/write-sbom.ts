import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** As much of a CycloneDX document as is touched. */
interface Bill {
  serialNumber: string;
  metadata: { timestamp: string; component: unknown };
  components: readonly { readonly 'bom-ref': string }[];
  dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * Writes what is in a bundle as `sbom.cdx.json` (CycloneDX): npm's own list of the workspace's
 * packages, of which those stay that the bundle has taken something from.
 *
 * @param workspace the package of the program, such as `@ballast/orders`
 * @param packages of the bundle, each as `name@version`
 */
export async function writeSbom(
  root: string,
  {
    workspace,
    packages,
    outdir,
  }: { workspace: string; packages: ReadonlySet<string>; outdir: string },
): Promise<void> {
  const options = ['--sbom-format=cyclonedx', '--package-lock-only', '--omit=dev'];
  const { stdout } = await promisify(execFile)(
    'npm',
    ['sbom', ...options, `--workspace=${workspace}`],
    { cwd: root, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' },
  );
  const bill = JSON.parse(stdout) as Bill;
  const components = bill.components.filter((component) => packages.has(component['bom-ref']));
  const kept = new Set(components.map((component) => component['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => kept.has(on)) }));
  const program = components.find((component) => component['bom-ref'].startsWith(`${workspace}@`));
  const content = { ...bill, components, dependencies };
  // Nothing of the moment or the place: the same sources, the same bill.
  content.metadata = {
    ...bill.metadata,
    component: program,
    timestamp: '1970-01-01T00:00:00.000Z',
  };
  content.serialNumber = '';
  content.serialNumber = `urn:uuid:${uuidOf(JSON.stringify(content))}`;
  await writeFile(join(outdir, 'sbom.cdx.json'), `${JSON.stringify(content, null, 1)}\n`);
}

/** A UUID of version 8 (RFC 9562, section 5.8), which is whatever its maker says. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
