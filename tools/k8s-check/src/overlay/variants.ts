import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from 'yaml';

/** An overlay with another list of components. */
export interface Variant {
  /** `dev + expose-ingress`. */
  readonly name: string;
  readonly overlay: string;
  /** Folders, from the root of the repository. */
  readonly components: readonly string[];
}

export interface Kustomization {
  readonly kind?: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
}

export async function readKustomization(folder: string): Promise<Kustomization> {
  return parse(await readFile(join(folder, 'kustomization.yaml'), 'utf8')) as Kustomization;
}

/** Components that stand on what the overlay of production alone has; the others are tried on dev. */
const onProduction = ['autoscaling-in-flight', 'observability'];

/** What patches a mesh's resources wants them there: tried on the overlay that has them. */
const ofMesh = 'istio';

/** What it says of pods, once more for those that came after it. */
const pods = 'istio/sidecar/pods';

/** What is tried together, by the name of the group: on which overlay, and between what else. */
const groups: Readonly<Record<string, Group>> = {
  // Telemetry of the edge wants one.
  'istio/*': { before: ['istio/ingress'] },
  // Copies of calls exclude canaries. Where there are autoscalers, budgets and somebody who scrapes, two
  // versions of a service are to get along with those.
  'istio/mirror': { overlay: 'istio-prod', after: ['observability', 'istio/sidecar/scraped'] },
  // What goes together with other receivers of telemetry than the console.
  'istio/observability': { before: ['observability/all', 'istio/ingress', 'istio/telemetry'] },
};

interface Group {
  readonly overlay?: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

const withReceivers = ['istio/authorization/observability', 'istio/telemetry/edge-to-collector'];

/**
 * One for each component that no overlay takes, so that it is looked at all the same. Those that
 * another one of them takes come with that. A way in takes the place of the one that is there.
 */
export async function listVariants(root: string, overlays: readonly string[]): Promise<Variant[]> {
  const folders = overlays.map((name) => join('k8s/overlays', name));
  const taken = new Set((await Promise.all(folders.map((each) => follow(root, each)))).flat());
  const left = (await listComponents(root)).filter((each) => !taken.has(each));
  const within = await Promise.all(left.map((each) => follow(root, each)));
  const ofOthers = new Set(within.flat());
  const byGroup = Map.groupBy(
    left.filter((component) => !ofOthers.has(component)),
    nameGroup,
  );
  return Promise.all(
    [...byGroup].map(async ([name, components]) => {
      const { overlay = chooseOverlay(name), before = [], after = [] } = groups[name] ?? {};
      const own = await listTaken(root, join('k8s/overlays', overlay));
      const isWayIn = (each: string) => each.startsWith('k8s/components/expose-');
      const kept = own.filter((each) => !(components.some(isWayIn) && isWayIn(each)));
      const last = overlay.startsWith(ofMesh) ? [...after, pods] : after;
      const place = (each: string) => join('k8s/components', each);
      return {
        name: `${overlay} + ${name}`,
        overlay,
        components: [...kept, ...before.map(place), ...components, ...last.map(place)],
      };
    }),
  );
}

/** What is left of a mesh is tried together, as far as it goes together. */
function nameGroup(component: string): string {
  const short = relative('k8s/components', component);
  const [first = '', second = ''] = short.split('/');
  if (first !== ofMesh) return short;
  if (withReceivers.includes(short)) return `${ofMesh}/observability`;
  return second === 'mirror' ? `${ofMesh}/mirror` : `${ofMesh}/*`;
}

function chooseOverlay(component: string): string {
  if (component.startsWith(`${ofMesh}/`)) return ofMesh;
  return onProduction.includes(component) ? 'prod' : 'dev';
}

/** Every component below k8s/components, from the root of the repository; not what they are made of. */
async function listComponents(root: string): Promise<string[]> {
  const paths = await readdir(join(root, 'k8s/components'), { recursive: true });
  const folders = paths
    .filter((path) => path.endsWith('kustomization.yaml'))
    .map((path) => join('k8s/components', dirname(path)))
    .sort();
  const kinds = await Promise.all(folders.map((each) => readKustomization(join(root, each))));
  return folders.filter((_, index) => kinds[index]?.kind === 'Component');
}

async function listTaken(root: string, folder: string): Promise<string[]> {
  const { components = [] } = await readKustomization(join(root, folder));
  return components.map((path) => relative(root, resolve(root, folder, path)));
}

/** The components that a folder takes, and those that they take. */
async function follow(root: string, folder: string): Promise<string[]> {
  const direct = await listTaken(root, folder);
  const further = await Promise.all(direct.map((each) => follow(root, each)));
  return [...direct, ...further.flat()];
}
