import { selects } from '../overlay/manifest.ts';
import type { Rule } from './rule.ts';

const topologies = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'];

/** Replicas are spread over zones and over nodes, and roll without there being fewer. */
export const spread: Rule = {
  name: 'spread',
  *find(overlay) {
    for (const object of overlay.all('Deployment')) {
      const { template, strategy, replicas = 2 } = object.spec;
      if (replicas < 2) continue;
      const constraints = template.spec.topologySpreadConstraints ?? [];
      const field = 'spec.template.spec.topologySpreadConstraints';
      for (const topology of topologies) {
        const found = constraints.find(({ topologyKey }) => topologyKey === topology);
        if (!selects(found?.labelSelector?.matchLabels, template.metadata?.labels)) {
          const must = `spread its own pods over ${topology}`;
          yield { object, field, must, got: found?.labelSelector };
        }
      }
      const got = strategy?.rollingUpdate?.maxUnavailable;
      if (got === 0) continue;
      yield { object, field: 'spec.strategy.rollingUpdate.maxUnavailable', must: 'be 0', got };
    }
  },
};
