import { programsOf, type RunningProgram, settingOf } from '../overlay/environment.ts';
import type { Workload } from '../overlay/manifest.ts';
import { getsAgent, getsSidecar, isInjected } from '../overlay/mesh.ts';
import { parseServiceTarget } from '../overlay/target.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { Finding, Rule } from './rule.ts';

const NATIVE = 'sidecar.istio.io/nativeSidecar';
const EXCLUDED = 'traffic.sidecar.istio.io/excludeOutboundPorts';
const POSTGRES = '5432';
const field = (annotation: string): string => `spec.template.metadata.annotations[${annotation}]`;

/** All pods say what their mesh has to know of them: also those that a component brings after the others. */
export const meshPods: Rule = {
  name: 'mesh-pods',
  *find(overlay, code) {
    if (!isInjected(overlay)) return;
    for (const object of overlay.workloads.filter(getsSidecar)) {
      const got = annotationOf(object, NATIVE);
      if (got === 'true') continue;
      const must = `be "true", so that it starts first and ends last (components/istio/sidecar/pods, after what brings these pods)`;
      yield { object, field: field(NATIVE), must, got };
    }
    for (const running of programsOf(overlay, code)) yield* checkProgram(overlay, running);
  },
};

function* checkProgram(overlay: Overlay, running: RunningProgram): Generator<Finding> {
  const { workload: object, program } = running;
  if (program.databaseVariable !== undefined && getsSidecar(object)) {
    const got = annotationOf(object, EXCLUDED);
    if (!(got ?? '').split(',').includes(POSTGRES)) {
      const must = `name ${POSTGRES}: what listens to a database is cut off when it is silent for an hour`;
      yield { object, field: field(EXCLUDED), must, got };
    }
  }
  const targets = program.calls.map(({ variable }) => settingOf(overlay, running, variable));
  const xds = targets.find(
    (target) => typeof target === 'string' && parseServiceTarget(target)?.scheme === 'xds',
  );
  if (xds === undefined || getsAgent(object)) return;
  const must = `be grpc-agent, which knows the way to ${String(xds)} (components/istio/proxyless/pods, after what brings these pods)`;
  const got = annotationOf(object, 'inject.istio.io/templates');
  yield { object, field: field('inject.istio.io/templates'), must, got };
}

const annotationOf = ({ spec }: Workload, name: string): string | undefined =>
  spec.template.metadata?.annotations?.[name];
