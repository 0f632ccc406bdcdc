import { findTracingSettings } from '@ballast/tracing';
import type { Dependency } from './dependency.ts';

const states = ['closed', 'open', 'half-open', 'isolated'] as const;

/** Lets breakers, bulkhead and retry budget of a dependency be read as metrics. @returns ends it. */
export function observeDependency({ target, guards, steering }: Dependency): () => void {
  const { metrics } = findTracingSettings();
  const known = { 'grpc.target': target };
  const ofBreaker = (path: string) => ({ ...known, 'grpc.method': path.slice(1) });
  const services = () => steering.snapshot().services;
  const ends = [
    metrics.observe('ballast.breaking.state', (observe) => {
      for (const { path, state } of guards.snapshot().breakers) {
        for (const each of states) {
          observe(each === state ? 1 : 0, { ...ofBreaker(path), 'ballast.breaker.state': each });
        }
      }
    }),
    metrics.observe('ballast.breaking.opened', (observe) => {
      for (const { path, timesOpened } of guards.snapshot().breakers) {
        observe(timesOpened, ofBreaker(path));
      }
    }),
    metrics.observe('ballast.breaking.refused', (observe) => {
      for (const { path, callsRefused } of guards.snapshot().breakers) {
        observe(callsRefused, ofBreaker(path));
      }
    }),
    metrics.observe('ballast.bulkhead.in_flight', (observe) =>
      observe(guards.bulkhead.snapshot().inFlight, known),
    ),
    metrics.observe('ballast.bulkhead.waiting', (observe) =>
      observe(guards.bulkhead.snapshot().waiting, known),
    ),
    metrics.observe('ballast.retrying.retries', (observe) => {
      for (const { service, retries } of services()) {
        observe(retries, { ...known, 'rpc.service': service });
      }
    }),
    metrics.observe('ballast.retrying.hedges', (observe) => {
      for (const { service, hedges } of services()) {
        observe(hedges, { ...known, 'rpc.service': service });
      }
    }),
    metrics.observe('ballast.retrying.refused', (observe) => {
      for (const { service, refusals } of services()) {
        observe(refusals, { ...known, 'rpc.service': service });
      }
    }),
    metrics.observe('ballast.retrying.budget', (observe) => {
      for (const { service, budget } of services()) {
        observe(budget.available, { ...known, 'rpc.service': service });
      }
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
