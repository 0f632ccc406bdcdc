import { SpanKind, type Attributes } from '@opentelemetry/api';
import { ServerMetrics } from '../metrics/server-metrics.ts';
import { parseMethodPath } from '../names/method-name.ts';
import * as names from '../names/span-attributes.ts';
import { findTracingSettings, type TracingSettings } from '../settings.ts';

/** All that served calls of one method have in common, found out once. */
export class TracedServerMethod {
  /** `package.Service/Method`: the name of the span. */
  readonly name: string;
  readonly settings: TracingSettings;
  readonly metrics: ServerMetrics;
  readonly attributes: Attributes;
  readonly spanOptions = { kind: SpanKind.SERVER } as const;

  constructor(path: string, settings = findTracingSettings()) {
    const { full, service } = parseMethodPath(path);
    this.name = full;
    this.settings = settings;
    this.metrics = new ServerMetrics(settings.metrics, full);
    this.attributes = {
      [names.RPC_SYSTEM_NAME]: 'grpc',
      [names.RPC_METHOD]: full,
      ...(settings.stability === 'rpc/dup' && {
        [names.OLD_RPC_SYSTEM]: 'grpc',
        [names.OLD_RPC_SERVICE]: service,
      }),
    };
  }
}
