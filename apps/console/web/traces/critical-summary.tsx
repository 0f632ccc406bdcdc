import type { Trace } from '../../src/api.ts';
import { formatMs, formatShare } from '../format/figures.ts';

/** On what the time was spent, by service: the critical path in one bar and in words. */
export function CriticalSummary({ trace }: { trace: Trace }) {
  const byId = new Map(trace.tree.map((span) => [span.spanId, span]));
  const spent = new Map<string, number>();
  for (const { spanId, startMs, endMs } of trace.criticalPath) {
    const service = byId.get(spanId)?.service ?? 'unknown';
    spent.set(service, (spent.get(service) ?? 0) + endMs - startMs);
  }
  const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  if (total <= 0) return null;
  const parts = [...spent].toSorted(([, a], [, b]) => b - a);
  return (
    <section class="critical-summary" aria-label="What the time was spent on">
      <div class="critical-bar" aria-hidden="true">
        {parts.map(([service, ms]) => (
          <i key={service} style={{ flexGrow: ms, background: hueOf(trace, service) }} />
        ))}
      </div>
      <ul>
        {parts.map(([service, ms]) => (
          <li key={service}>
            <i class="service-dot" style={{ '--hue': hueOf(trace, service) }} aria-hidden="true" />
            <b>{service}</b> {formatMs(ms)} <span class="muted">{formatShare(ms / total)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function hueOf(trace: Trace, service: string): string {
  return `var(--series-${(Math.max(0, trace.services.indexOf(service)) % 6) + 1})`;
}
