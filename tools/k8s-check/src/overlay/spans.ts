import type { Code } from '../code/code.ts';
import { otherCallsOf } from './calls.ts';
import type { MeshEdge } from './edges.ts';
import { programsOf } from './environment.ts';
import { findEdgeProxies } from './gateways.ts';
import { selects, type Workload } from './manifest.ts';
import { getsSidecar } from './mesh.ts';
import type { Telemetry } from './mesh-manifest.ts';
import type { Overlay } from './overlay.ts';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const PATH = '/v1/traces';

/** A workload that telemetry is sent to, and its port. */
export interface Receiver {
  readonly to: Workload;
  readonly port: number;
}

/** Whether Envoys send spans at all, and who says so: a Telemetry for the whole namespace. */
export const findTracing = (overlay: Overlay): Telemetry | undefined =>
  overlay
    .all('Telemetry')
    .find(
      ({ spec: { selector, tracing = [] } }) =>
        selector === undefined && tracing.some(({ providers }) => providers !== undefined),
    );

/** Where the programs send their telemetry: the provider of the mesh is to be the same. */
export function findReceivers(overlay: Overlay, code: Code): Receiver[] {
  const calls = [...programsOf(overlay, code)]
    .flatMap((running) => otherCallsOf(overlay, running))
    .filter(({ variable }) => variable === ENDPOINT);
  return [...new Map(calls.map(({ to, port }) => [to, { to, port }])).values()];
}

/** Whether a Telemetry of its own says that the Envoy of these pods sends no spans. */
export function isQuiet(overlay: Overlay, { spec: { template } }: Workload): boolean {
  return overlay
    .all('Telemetry')
    .some(
      ({ spec: { selector, tracing = [] } }) =>
        selects(selector?.matchLabels, template.metadata?.labels) &&
        tracing.some(({ disableSpanReporting }) => disableSpanReporting === true),
    );
}

/** What Envoys send, by the identity of their pods, beside what the programs in those send. */
export function findSpanEdges(overlay: Overlay, code: Code): MeshEdge[] {
  const tracing = findTracing(overlay);
  if (tracing === undefined) return [];
  const senders = [...overlay.workloads.filter(getsSidecar), ...findEdgeProxies(overlay)];
  const receivers = findReceivers(overlay, code);
  const because = `spans of its Envoy (Telemetry ${tracing.metadata.name})`;
  return senders
    .filter((each) => !isQuiet(overlay, each))
    .flatMap((from) =>
      receivers
        .filter(({ to }) => to !== from)
        .map((receiver) => ({ ...receiver, from, paths: [PATH], because })),
    );
}
