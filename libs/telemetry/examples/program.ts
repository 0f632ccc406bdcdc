// A program with telemetry as its environment wants it: node libs/telemetry/examples/program.ts
import { loadConfig } from '@ballast/config';
import { startTelemetry, telemetrySchema } from '@ballast/telemetry';
import { findTraceFields } from '@ballast/tracing';
import { trace } from '@opentelemetry/api';

const config = loadConfig(process.env, telemetrySchema);
{
  await using telemetry = await startTelemetry('example', { ...config, logLevel: 'info' });
  trace.getTracer('example').startActiveSpan('work', (span) => {
    telemetry.logger.info({ step: 1 }, 'in a trace');
    console.log(`trace id: ${findTraceFields()?.trace_id.length} digits`);
    span.end();
  });
}
