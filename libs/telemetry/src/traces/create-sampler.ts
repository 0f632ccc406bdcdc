import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace-base';
import type { TelemetrySettings } from '../settings/telemetry-schema.ts';

/** What `OTEL_TRACES_SAMPLER` names. */
export function createSampler({ tracesSampler, tracesSamplerRatio }: TelemetrySettings): Sampler {
  const root = createRoot(tracesSampler.replace('parentbased_', ''), tracesSamplerRatio);
  return tracesSampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function createRoot(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  return name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
}
