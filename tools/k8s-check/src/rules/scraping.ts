import { findScraped } from '../overlay/scraped.ts';
import type { Rule } from './rule.ts';

/** Pods that offer metrics say so, and where: also a second version of a service. */
export const scraping: Rule = {
  name: 'scraping',
  *find(overlay, code) {
    for (const { workload: object, port } of findScraped(overlay, code)) {
      const { annotations = {} } = object.spec.template.metadata ?? {};
      const wanted = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port) };
      for (const [name, value] of Object.entries(wanted)) {
        const got = annotations[name];
        if (got === value) continue;
        const must = `be "${value}", for OTEL_METRICS_EXPORTER (components/observability, after what brings these pods)`;
        yield { object, field: `spec.template.metadata.annotations[${name}]`, must, got };
      }
    }
  },
};
