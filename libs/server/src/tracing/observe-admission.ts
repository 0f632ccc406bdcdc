import type { Admission } from '@ballast/admission';
import { findTracingSettings } from '@ballast/tracing';

/** Lets a server's own protection be read as metrics. @returns ends it. */
export function observeAdmission(admission: Admission | undefined): () => void {
  if (admission === undefined) return () => undefined;
  const { metrics } = findTracingSettings();
  const ends = [
    metrics.observe('ballast.admission.limit', (observe) =>
      observe(admission.snapshot().limit, {}),
    ),
    metrics.observe('ballast.admission.in_flight', (observe) => {
      for (const [criticality, calls] of Object.entries(admission.snapshot().inFlight)) {
        observe(calls, { 'ballast.criticality': criticality });
      }
    }),
    metrics.observe('ballast.admission.streams', (observe) =>
      observe(admission.snapshot().streams.open, {}),
    ),
    metrics.observe('ballast.admission.shedding', (observe) =>
      observe(admission.snapshot().state === 'shedding' ? 1 : 0, {}),
    ),
    metrics.observe('ballast.admission.refused', (observe) => {
      for (const [reason, calls] of Object.entries(admission.snapshot().refused)) {
        observe(calls, { 'ballast.reason': reason });
      }
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
