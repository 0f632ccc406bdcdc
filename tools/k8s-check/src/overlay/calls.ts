import { type RunningProgram, settingOf } from './environment.ts';
import { selects, type Workload } from './manifest.ts';
import type { Overlay } from './overlay.ts';
import { parseServiceTarget, reach, type ServiceTarget } from './target.ts';

/** A connection that a program opens to pods of the same overlay, beside the calls to its callees. */
export interface OtherCall {
  readonly to: Workload;
  readonly port: number;
  /** What names it: a variable, or a file. */
  readonly variable: string;
}

/**
 * What the other settings name: lists of targets, as the console's, and URLs, as of a receiver of
 * telemetry. Whatever leads out of the overlay is not counted.
 */
export function otherCallsOf(overlay: Overlay, running: RunningProgram): OtherCall[] {
  return Object.values(running.program.settings).flatMap(({ variable }) =>
    findTargets(settingOf(overlay, running, variable)).flatMap((target) =>
      findPods(overlay, target).map((call) => ({ ...call, variable })),
    ),
  );
}

/**
 * What the files say that a program of somebody else reads, as a collector's exporters: every
 * `service:port` in a ConfigMap that it mounts.
 */
export function configuredCallsOf(overlay: Overlay, workload: Workload): OtherCall[] {
  const { volumes = [] } = workload.spec.template.spec;
  return volumes.flatMap(({ configMap }) =>
    Object.entries(overlay.find('ConfigMap', configMap?.name)?.data ?? {}).flatMap(([file, text]) =>
      [...text.matchAll(/\b([a-z][a-z0-9-]*):(\d+)\b/g)].flatMap(([, service = '', port]) => {
        const calls = findPods(overlay, { scheme: 'http', service, port: Number(port) });
        return calls.map((call) => ({ ...call, variable: file }));
      }),
    ),
  );
}

function findTargets(value: unknown): ServiceTarget[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap((each) =>
      typeof each === 'string' ? (parseServiceTarget(each) ?? []) : [],
    );
  }
  if (typeof value !== 'string' || !/^https?:\/\//.test(value) || !URL.canParse(value)) return [];
  const { hostname, port, protocol } = new URL(value);
  const service = hostname.split('.')[0] ?? '';
  return [{ scheme: 'http', service, port: Number(port) || (protocol === 'https:' ? 443 : 80) }];
}

/** Of every workload behind the Service: there may be two versions of one. */
function findPods(overlay: Overlay, target: ServiceTarget): Omit<OtherCall, 'variable'>[] {
  const reached = reach(overlay, target);
  if (reached.kind !== 'service') return [];
  const { selector } = reached.service.spec;
  const { targetPort } = reached;
  return overlay.workloads
    .filter(({ spec }) => selects(selector, spec.template.metadata?.labels))
    .flatMap((to) => {
      const named = to.spec.template.spec.containers
        .flatMap(({ ports = [] }) => ports)
        .find(({ name }) => name === targetPort);
      const port = typeof targetPort === 'number' ? targetPort : named?.containerPort;
      return port === undefined ? [] : [{ to, port }];
    });
}
