import { spawnSync } from 'node:child_process';
import { MetricStore } from '@ballast/tracing';
import { expect, test } from 'vitest';
import { prometheusName, writeMetrics } from './open-metrics.ts';

const resource = { 'service.name': 'orders' };
const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };

function fill(): MetricStore {
  const store = new MetricStore();
  const method = { 'grpc.method': 'a.B/C', 'grpc.target': 'dns:///"x"\\' };
  store.counter('grpc.client.attempt.started', method).add(3);
  const duration = store.histogram('http.server.request.duration', { 'http.route': '/v1' });
  duration.record(0.003, span);
  duration.record(0.3);
  duration.record(30);
  store.observe('nodejs.eventloop.utilization', (observe) => observe(0.25, {}));
  return store;
}

const write = (isOpenMetrics: boolean): string[] =>
  writeMetrics(fill().collect(), { isOpenMetrics, resource }).split('\n');

test.each([
  ['grpc.client.call.duration', 's', 'grpc_client_call_duration_seconds'],
  ['process.memory.usage', 'By', 'process_memory_usage_bytes'],
  ['nodejs.eventloop.utilization', '1', 'nodejs_eventloop_utilization_ratio'],
  ['ballast.bulkhead.waiting', '{call}', 'ballast_bulkhead_waiting'],
])('%s in %s is %s', (name, unit, expected) => {
  expect(prometheusName(name, unit)).toBe(expected);
});

test('buckets are cumulative, and one that has an example names its trace', () => {
  const lines = write(true).filter((line) => line.startsWith('http_server'));
  const bucket = (le: string) => lines.find((line) => line.includes(`le="${le}"`));
  expect(bucket('0.005')).toMatch(
    new RegExp(
      `^http_server_request_duration_seconds_bucket\\{http_route="/v1",le="0.005"\\} 1 # ` +
        `\\{trace_id="${span.traceId}",span_id="${span.spanId}"\\} 0.003 \\d+\\.\\d{3}$`,
    ),
  );
  expect(bucket('0.5')).toMatch(/ 2$/);
  expect(bucket('10.0')).toMatch(/ 2$/);
  expect(bucket('+Inf')).toMatch(/ 3$/);
});

test('the older form has no exemplars, and names a counter as its sample', () => {
  const lines = write(false);
  expect(lines.filter((line) => line.includes(' # '))).toEqual([]);
  expect(lines).toContain('# TYPE grpc_client_attempt_started_total counter');
});

test('labels are escaped', () => {
  expect(write(true)).toContain(
    'grpc_client_attempt_started_total{grpc_method="a.B/C",grpc_target="dns:///\\"x\\"\\\\"} 3.0',
  );
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

test.skipIf(!hasPromtool)('promtool reads what is written (passed over without promtool)', () => {
  const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: write(false).join('\n'),
    encoding: 'utf8',
  });
  // It may have an opinion on names; what it cannot read ends with 1.
  expect({ status: status === 3 ? 0 : status, stderr }).toMatchObject({ status: 0 });
});
