import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ClusterError } from './cluster-error.ts';
import type { Kubectl } from './kubectl.ts';

/** An overlay of k8s/overlays, in a namespace and with images of one's own. */
export interface Overlay {
  /** Images of ours that it runs, as the manifests call them: `ballast-orders`. */
  readonly images: readonly string[];
  /** Its namespace asks for Istio's sidecars, or for the agents of a mesh without. */
  readonly wantsIstio: boolean;
  /** @param references by those names: `localhost/ballast-orders:1f3a` */
  apply(references: ReadonlyMap<string, string>): Promise<void>;
}

/** Whatever the manifests call so is built here; everything else is somebody else's image. */
const ours = /^\s*(?:- )?image: ["']?(ballast[-/][a-z0-9-]+)(?::\S+)?["']?\s*$/gm;

/** @throws ClusterError where there is no such overlay, or it cannot be rendered */
export async function openOverlay(root: string, name: string, kubectl: Kubectl): Promise<Overlay> {
  const source = join(root, 'k8s/overlays', name);
  if (!existsSync(source)) throw new ClusterError(`there is no overlay k8s/overlays/${name}`);
  const rendered = await kubectl.run(['kustomize', source]);
  const images = [...new Set([...rendered.matchAll(ours)].map(([, image = '']) => image))].sort();
  return {
    images,
    wantsIstio: /^\s*(?:istio-injection: enabled|istio\.io\/rev: .+)$/m.test(rendered),
    async apply(references) {
      // kustomize takes the namespace and the images from a file alone.
      const directory = join(root, 'dist/cluster', kubectl.namespace);
      await mkdir(directory, { recursive: true });
      const kustomization = {
        ...{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' },
        namespace: kubectl.namespace,
        resources: [relative(directory, source)],
        images: [...references].map(([image, reference]) => {
          const [, newName, newTag] = /^(.+):([^:/]+)$/.exec(reference) ?? [];
          return { name: image, newName, newTag };
        }),
      };
      await writeFile(join(directory, 'kustomization.yaml'), JSON.stringify(kustomization));
      // A Job cannot be changed; one that is over has nothing to lose.
      const jobs = ['jobs', '--selector', 'app.kubernetes.io/part-of=ballast'];
      await kubectl.run(['delete', ...jobs, '--field-selector', 'status.successful=1']);
      await kubectl.run(['apply', '--server-side', '--force-conflicts', '-k', directory]);
    },
  };
}
