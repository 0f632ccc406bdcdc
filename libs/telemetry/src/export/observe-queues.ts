import type { MetricSink, Observe } from '@ballast/tracing';
import type { ExportCounts } from './export-queue.ts';

interface Counted {
  readonly counts: ExportCounts;
}

/** What was delivered and what was given up, of each signal. @returns ends it. */
export function observeQueues(
  metrics: MetricSink,
  queues: Readonly<Record<string, Counted | undefined>>,
): () => void {
  const each = (read: (signal: string, counts: ExportCounts, observe: Observe) => void) => {
    return (observe: Observe): void => {
      for (const [signal, queue] of Object.entries(queues)) {
        if (queue !== undefined) read(signal, queue.counts, observe);
      }
    };
  };
  const ends = [
    metrics.observe(
      'ballast.telemetry.exported',
      each((signal, { exported }, observe) => observe(exported, { 'ballast.signal': signal })),
    ),
    metrics.observe(
      'ballast.telemetry.dropped',
      each((signal, { overflowed, failed }, observe) => {
        observe(overflowed, { 'ballast.signal': signal, 'ballast.reason': 'queue_full' });
        observe(failed, { 'ballast.signal': signal, 'ballast.reason': 'not_delivered' });
      }),
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}
