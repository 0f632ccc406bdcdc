import { selects, type Service, type Workload } from '../overlay/manifest.ts';
import { getsSidecar, isInjected } from '../overlay/mesh.ts';
import type { PeerAuthentication } from '../overlay/mesh-manifest.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Rule } from './rule.ts';

const fromOutside = ['LoadBalancer', 'NodePort'];

/** What leads into the cluster from outside speaks no mutual TLS: a pod behind STRICT hangs up on it. */
export const meshWayIn: Rule = {
  name: 'mesh-way-in',
  *find(overlay) {
    if (!isInjected(overlay)) return;
    for (const object of overlay.all('Service')) {
      const { type = 'ClusterIP', selector } = object.spec;
      if (!fromOutside.includes(type)) continue;
      const refusing = overlay.workloads.find(
        (each) =>
          selects(selector, each.spec.template.metadata?.labels) &&
          getsSidecar(each) &&
          portsOf(object, each).some((port) => isStrict(overlay, each, port)),
      );
      if (refusing === undefined) continue;
      const must = `be ClusterIP: ${refusing.metadata.name} is behind STRICT, and refuses who is not in the mesh (components/istio/ingress)`;
      yield { object, field: 'spec.type', must, got: type };
    }
  },
};

/** The ports of the pods that a Service leads to. */
function portsOf({ spec: { ports } }: Service, { spec: { template } }: Workload): number[] {
  const named = template.spec.containers.flatMap((each) => each.ports ?? []);
  return ports.flatMap(({ port, targetPort = port }) => {
    if (typeof targetPort === 'number') return [targetPort];
    return named.filter(({ name }) => name === targetPort).map((each) => each.containerPort);
  });
}

/** Of the pods' own policy, the port's word goes before that for all; without one, the namespace's counts. */
function isStrict(overlay: Overlay, { spec: { template } }: Workload, port: number): boolean {
  const all = overlay.all('PeerAuthentication');
  const own = all.find(({ spec }) =>
    selects(spec.selector?.matchLabels, template.metadata?.labels),
  );
  const ofNamespace = all.find(({ spec }) => spec.selector === undefined);
  const modes = [own?.spec.portLevelMtls?.[port]?.mode, modeOf(own), modeOf(ofNamespace)];
  return modes.find((mode) => mode !== undefined && mode !== 'UNSET') === 'STRICT';
}

const modeOf = (policy: PeerAuthentication | undefined): string | undefined =>
  policy?.spec.mtls?.mode;
