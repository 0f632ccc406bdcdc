import { parseArgs } from 'node:util';
import { ClusterError } from './cluster-error.ts';

/** What `npm run cluster:up`, `cluster:live` or `cluster:down` was asked for. */
export interface ClusterOptions {
  /** Default `ballast`. */
  readonly namespace: string;
  /** A folder of k8s/overlays. Default `dev`; `live` for `cluster:live`. */
  readonly overlay: string;
  /** Where images are pushed to; undefined: the cluster's nodes are given them. */
  readonly registry: string | undefined;
  /** How long the pods may take to become ready, in seconds: 10 to 3600. Default 180. */
  readonly timeoutSeconds: number;
  /** `down` waits until nothing is left. Default true. */
  readonly waits: boolean;
}

export type ClusterCommand =
  { readonly kind: 'help' } | { readonly kind: Verb; readonly options: ClusterOptions };

const verbs = ['up', 'live', 'down'] as const;
type Verb = (typeof verbs)[number];

export const help = `npm run cluster:up   -- [options]
npm run cluster:live -- [options]
npm run cluster:down -- [options]

Puts the platform on the cluster that KUBECONFIG points at, and takes it away again: builds
the images, brings them to the nodes, deploys an overlay, waits until all of it serves, places a
first order, and prints the gateway's address. live then stays, and brings each change of an app or
a library into its running pods, until it is interrupted.

  --namespace NAME    made where it is missing; down deletes it (default ballast)
  --overlay NAME      of k8s/overlays (default dev; of cluster:live live)
  --mesh MODE         of cluster:up: none, sidecar or proxyless, which are the overlays dev, istio and
                      istio-proxyless; the last two want Istio on the cluster (docs/mesh.md)
  --registry PREFIX   push images there, such as registry.example.com/shop
  --timeout SECONDS   how long the pods may take, 10 to 3600 (default 180)
  --no-wait           of cluster:down: the cluster goes on deleting by itself (half a minute, in which
                      the pods drain); a cluster:up that comes meanwhile waits for it
  -h, --help          this text

How images get to the nodes is seen from the context's name: kind, k3d, minikube, Docker's own
cluster. BALLAST_IMAGE_BUILDER names any other way, a command that is called as
  $BALLAST_IMAGE_BUILDER <dockerfile> <tag> <context> [--target=STAGE] [NAME=VALUE…]
`;

/** @throws ClusterError with exit code 64, naming the option, the rule and the value */
export function parseClusterCommand([verb, ...rest]: readonly string[]): ClusterCommand {
  const values = parseFlags(rest);
  if (values.help || verb === '--help' || verb === '-h') return { kind: 'help' };
  const kind = verbs.find((one) => one === verb);
  if (kind === undefined) {
    throw usageError(
      `the first argument must be up, live or down, got ${JSON.stringify(verb ?? '')}`,
    );
  }
  const namespace = values.namespace ?? 'ballast';
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw usageError(`--namespace must be a DNS label, got ${JSON.stringify(namespace)}`);
  }
  const overlay = values.overlay ?? (kind === 'live' ? 'live' : overlayOf(values.mesh));
  if (!/^[a-z0-9-]+$/.test(overlay)) {
    throw usageError(`--overlay must be a folder of k8s/overlays, got ${JSON.stringify(overlay)}`);
  }
  if (values.mesh !== undefined && (values.overlay !== undefined || kind === 'live')) {
    throw usageError(`--mesh names an overlay itself: leave out --overlay=${overlay}`);
  }
  const timeoutSeconds = Number(values.timeout ?? '180');
  if (!(timeoutSeconds >= 10 && timeoutSeconds <= 3600)) {
    throw usageError(`--timeout must be within 10..3600, got ${JSON.stringify(values.timeout)}`);
  }
  const { registry } = values;
  if (registry === '') throw usageError('--registry must name a registry, got ""');
  const waits = !values['no-wait'];
  if (!waits && kind !== 'down') throw usageError(`--no-wait is of down, not of ${kind}`);
  return { kind, options: { namespace, overlay, registry, timeoutSeconds, waits } };
}

/** By the mode of the mesh. */
const overlays = new Map([
  ['none', 'dev'],
  ['sidecar', 'istio'],
  ['proxyless', 'istio-proxyless'],
]);

function overlayOf(mesh = 'none'): string {
  const overlay = overlays.get(mesh);
  if (overlay !== undefined) return overlay;
  throw usageError(`--mesh must be none, sidecar or proxyless, got ${JSON.stringify(mesh)}`);
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: args.filter((argument) => argument !== '--'),
      options: {
        namespace: { type: 'string' },
        overlay: { type: 'string' },
        mesh: { type: 'string' },
        registry: { type: 'string' },
        timeout: { type: 'string' },
        'no-wait': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    throw usageError(`${sentence.replace(/\.$/, '')}; --help lists what there is`);
  }
}

const usageError = (message: string) => new ClusterError(message, { exitCode: 64 });
