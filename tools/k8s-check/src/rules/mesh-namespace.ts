import { getsSidecar } from '../overlay/mesh.ts';
import type { Rule } from './rule.ts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
/** Says that Istio's CNI plug-in leads a pod's traffic to its sidecar, and not an init container. */
const CNI = 'ballast/istio-cni';

/** Pods are admitted with what the injector puts into them. */
export const meshNamespace: Rule = {
  name: 'mesh-namespace',
  *find(overlay) {
    if (!overlay.workloads.some(getsSidecar)) return;
    for (const object of overlay.all('Namespace')) {
      const { labels = {}, annotations = {} } = object.metadata;
      if (labels['istio-injection'] !== 'enabled' || annotations[CNI] === 'true') continue;
      const got = labels[ENFORCE];
      if (got === undefined || got === 'privileged') continue;
      const must = `be privileged: istio-init wants NET_ADMIN; or say ${CNI}: "true"`;
      yield { object, field: `metadata.labels[${ENFORCE}]`, must, got };
    }
  },
};
