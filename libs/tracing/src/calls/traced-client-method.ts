import { SpanKind, type Attributes } from '@opentelemetry/api';
import { ClientMetrics } from '../metrics/client-metrics.ts';
import { parseMethodPath } from '../names/method-name.ts';
import * as names from '../names/span-attributes.ts';
import { findTracingSettings, type TracingSettings } from '../settings.ts';

/** All that calls of one method have in common, found out once. */
export class TracedClientMethod {
  /** `package.Service/Method`: the name of the span, as the conventions have it. */
  readonly name: string;
  readonly attemptName: string;
  readonly target: string;
  readonly settings: TracingSettings;
  readonly metrics: ClientMetrics;
  readonly attributes: Attributes;
  readonly attemptAttributes: Attributes;
  readonly spanOptions = { kind: SpanKind.CLIENT } as const;

  constructor(path: string, target: string, settings = findTracingSettings()) {
    const { full, service } = parseMethodPath(path);
    const common = {
      [names.RPC_SYSTEM_NAME]: 'grpc',
      [names.RPC_METHOD]: full,
      [names.TARGET]: target,
      ...(settings.stability === 'rpc/dup' && {
        [names.OLD_RPC_SYSTEM]: 'grpc',
        [names.OLD_RPC_SERVICE]: service,
      }),
    };
    this.name = full;
    this.attemptName = `Attempt.${full}`;
    this.target = target;
    this.settings = settings;
    this.metrics = new ClientMetrics(settings.metrics, full, target);
    this.attributes = { ...common, [names.SPAN_ROLE]: 'call' };
    this.attemptAttributes = { ...common, [names.SPAN_ROLE]: 'attempt' };
  }
}
