import type { Code } from '../code/code.ts';
import { programsOf, settingOf } from './environment.ts';
import type { Workload } from './manifest.ts';
import { getsSidecar, isInjected } from './mesh.ts';
import type { Overlay } from './overlay.ts';

/** A workload whose metrics somebody outside of the overlay reads. */
export interface Scraped {
  readonly workload: Workload;
  /** Where the program offers them. */
  readonly port: number;
  /** Where they are read: a sidecar's agent has its own port, and hands on what the program says. */
  readonly readAt: number;
}

const AGENT = 15020;

export function findScraped(overlay: Overlay, code: Code): Scraped[] {
  const isBehind = (workload: Workload) => isInjected(overlay) && getsSidecar(workload);
  return [...programsOf(overlay, code)]
    .filter((running) => settingOf(overlay, running, 'OTEL_METRICS_EXPORTER') === 'prometheus')
    .map((running) => {
      const { workload } = running;
      const port = settingOf(overlay, running, 'OTEL_EXPORTER_PROMETHEUS_PORT') as number;
      return { workload, port, readAt: isBehind(workload) ? AGENT : port };
    });
}
