import { execFile } from 'node:child_process';
import type { Overlay } from './overlay/overlay.ts';
import { originOf } from './overlay/render-overlay.ts';

interface Judged {
  readonly kind: string;
  readonly name: string;
  readonly msg: string;
  readonly status: string;
}

/**
 * What kubeconform says of an overlay, by schemas that somebody has: those of Kubernetes, of Istio and
 * of others. They know what a field requires and which words it takes, which the rule `fields` does not.
 *
 * @param location kubeconform's `-schema-location`: `DIR/{{.ResourceKind}}{{.KindSuffix}}.json`
 * @returns one line for each mistake
 * @throws Error where there is no kubeconform, or the location is not understood
 */
export async function checkSchemas(overlay: Overlay, location: string): Promise<string[]> {
  // A kind without a schema, such as the Gateway API's, is nothing that can be judged.
  const flags = ['-strict', '-ignore-missing-schemas', '-output', 'json'];
  const text = await run([...flags, '-schema-location', location, '-'], overlay.manifests);
  const { resources = [] } = JSON.parse(text) as { resources?: readonly Judged[] };
  return resources
    .filter(({ status }) => status !== 'statusValid' && status !== 'statusSkipped')
    .map(({ kind, name, msg }) => {
      const object = overlay.manifests.find(
        (each) => each.kind === kind && each.metadata.name === name,
      );
      const file = (object && originOf(object)) ?? 'k8s';
      return `${file}: ${kind} ${name}: ${msg} (schemas)`;
    });
}

function run(args: readonly string[], manifests: readonly object[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 * 1024 * 1024 };
    const child = execFile('kubeconform', args, options, (failure, stdout, stderr) => {
      // It ends with 1 where something is wrong with a manifest, too.
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`kubeconform: ${stderr || failure?.message}`, { cause: failure }));
    });
    child.stdin?.on('error', reject);
    child.stdin?.end(manifests.map((each) => JSON.stringify(each)).join('\n---\n'));
  });
}
