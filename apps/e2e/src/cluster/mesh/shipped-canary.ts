import type { Container, Workload } from '../objects.ts';
import type { RouteStep, Subset } from './istio-rules.ts';

/** What the components canary/<service> and mirror/<service> of k8s/components/istio hold, as kustomize makes it of them. */
export interface ShippedCanary {
  /** The second Deployment. */
  readonly deployment: Pick<Workload, 'metadata' | 'spec'>;
  /** Those that the DestinationRule names. */
  readonly subsets: readonly Subset[];
  /** How the routes of the VirtualService are changed for a part of the calls to go there. */
  readonly routes: readonly RouteStep[];
  /** … and for copies of calls, of which nothing comes back. */
  readonly mirrorRoutes: readonly RouteStep[];
}

const VARIABLE = 'E2E_CANARY';

/** A variable of the suite's program, which has no files of the repository. */
export const tellCanary = (canary: ShippedCanary): Readonly<Record<string, string>> => ({
  [VARIABLE]: JSON.stringify(canary),
});

/** What the suite's program was told. */
export function hearCanary(environment: NodeJS.ProcessEnv): ShippedCanary {
  const text = environment[VARIABLE];
  if (text === undefined) throw new Error(`${VARIABLE} must say what the component holds`);
  return JSON.parse(text) as ShippedCanary;
}

/**
 * The component's Deployment as it is where the platform runs: with the name, the number, the labels and the
 * variables that are shipped, and the image, the settings and the place in the mesh of the pods that are there.
 */
export function settleCanary({ deployment }: ShippedCanary, live: Workload): object {
  const { metadata, spec } = deployment;
  const { annotations, labels } = live.spec.template.metadata;
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: { name: metadata.name, labels: { 'app.kubernetes.io/part-of': 'ballast-e2e' } },
    spec: {
      ...{ replicas: spec.replicas, selector: spec.selector },
      template: {
        metadata: { annotations, labels: { ...labels, ...spec.template.metadata.labels } },
        spec: { ...live.spec.template.spec, containers: addVariables(deployment, live) },
      },
    },
  };
}

/** Those that the first has not: what is known to the overlay alone, names of Secrets, stays as it is there. */
function addVariables(shipped: ShippedCanary['deployment'], live: Workload): Container[] {
  return live.spec.template.spec.containers.map((container) => {
    const { env = [] } = container;
    const found = shipped.spec.template.spec.containers.find(({ name }) => name === container.name);
    const added = (found?.env ?? []).filter((one) => !env.some(({ name }) => name === one.name));
    return { ...container, env: [...env, ...added] };
  });
}
