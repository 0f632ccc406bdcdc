import type { Code } from '../code/code.ts';
import { programsOf, settingOf } from './environment.ts';
import type { Workload } from './manifest.ts';
import type { Overlay } from './overlay.ts';

/** A workload whose metrics somebody outside of the overlay reads, and where. */
export interface Scraped {
  readonly workload: Workload;
  readonly port: number;
}

export function findScraped(overlay: Overlay, code: Code): Scraped[] {
  return [...programsOf(overlay, code)]
    .filter((running) => settingOf(overlay, running, 'OTEL_METRICS_EXPORTER') === 'prometheus')
    .map((running) => ({
      workload: running.workload,
      port: settingOf(overlay, running, 'OTEL_EXPORTER_PROMETHEUS_PORT') as number,
    }));
}
