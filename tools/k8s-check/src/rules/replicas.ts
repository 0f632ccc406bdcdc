import { findEdgeProxies } from '../overlay/gateways.ts';
import { type Autoscaler, selects, type Workload } from '../overlay/manifest.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Rule } from './rule.ts';

/** Autoscalers, budgets and numbers of replicas go together. */
export const replicas: Rule = {
  name: 'replicas',
  *find(overlay) {
    const deployments = [...overlay.all('Deployment'), ...findEdgeProxies(overlay)];
    for (const object of overlay.all('HorizontalPodAutoscaler')) {
      const { scaleTargetRef: target, minReplicas = 1, maxReplicas } = object.spec;
      const deployment = deployments.find(({ metadata }) => metadata.name === target.name);
      if (deployment === undefined) {
        const field = 'spec.scaleTargetRef.name';
        yield { object, field, must: 'name a Deployment that is there', got: target.name };
      } else if (deployment.spec.replicas !== undefined) {
        const must = 'be left out: the autoscaler has it, and each apply would take it back';
        yield { object: deployment, field: 'spec.replicas', must, got: deployment.spec.replicas };
      }
      if (minReplicas >= maxReplicas) {
        const must = `be more than minReplicas, ${minReplicas}`;
        yield { object, field: 'spec.maxReplicas', must, got: maxReplicas };
      }
    }
    for (const object of overlay.all('PodDisruptionBudget')) {
      const covered = deployments.filter(({ spec }) =>
        selects(object.spec.selector?.matchLabels, spec.template.metadata?.labels),
      );
      if (new Set(covered.map(nameService)).size !== 1) {
        const got = covered.map(({ metadata }) => metadata.name);
        yield { object, field: 'spec.selector', must: 'select the pods of one service', got };
        continue;
      }
      const least = covered.reduce((sum, each) => sum + leastReplicas(overlay, each), 0);
      const { minAvailable, maxUnavailable } = object.spec;
      if (typeof minAvailable === 'number' && minAvailable >= least) {
        const must = `be less than the replicas, ${least}: else no node can be drained`;
        yield { object, field: 'spec.minAvailable', must, got: minAvailable };
      }
      if (typeof maxUnavailable === 'number' && (maxUnavailable < 1 || maxUnavailable >= least)) {
        const must = `be at least 1, and less than the replicas, ${least}`;
        yield { object, field: 'spec.maxUnavailable', must, got: maxUnavailable };
      }
    }
  },
};

/** Two versions of a service at a time are two Deployments, of whose pods one may be away. */
const nameService = ({ metadata, spec }: Workload): string =>
  spec.template.metadata?.labels?.['app.kubernetes.io/name'] ?? metadata.name;

function leastReplicas(overlay: Overlay, { metadata, spec }: Workload): number {
  const scales = ({ spec: { scaleTargetRef } }: Autoscaler) =>
    scaleTargetRef.name === metadata.name;
  return (
    overlay.all('HorizontalPodAutoscaler').find(scales)?.spec.minReplicas ?? spec.replicas ?? 1
  );
}
