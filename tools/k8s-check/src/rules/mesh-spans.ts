import { getsSidecar } from '../overlay/mesh.ts';
import { findReceivers, findTracing, isQuiet } from '../overlay/spans.ts';
import type { Rule } from './rule.ts';

/** The sidecar of who takes spans sends none: each that arrives is a call, of which it would send one. */
export const meshSpans: Rule = {
  name: 'mesh-spans',
  *find(overlay, code) {
    const object = findTracing(overlay);
    if (object === undefined) return;
    for (const { to } of findReceivers(overlay, code)) {
      if (!getsSidecar(to) || isQuiet(overlay, to)) continue;
      const must = `be said of ${to.metadata.name} by a Telemetry of its own: spans arrive there, and each would make another`;
      yield { object, field: 'spec.tracing.disableSpanReporting', must, got: undefined };
    }
  },
};
