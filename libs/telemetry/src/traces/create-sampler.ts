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

/**
 * The same decision for a call that begins a trace, by lot and before there is an id or a span: all
 * else of its trace goes by it. Undefined where not all else does.
 */
export function createLot(settings: TelemetrySettings): (() => boolean) | undefined {
  const { tracesSampler, tracesSamplerRatio } = settings;
  switch (tracesSampler) {
    case 'parentbased_always_on':
      return () => true;
    case 'parentbased_always_off':
      return () => false;
    case 'parentbased_traceidratio':
      return () => Math.random() < tracesSamplerRatio;
    default:
      return undefined;
  }
}

function createRoot(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  return name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
}
