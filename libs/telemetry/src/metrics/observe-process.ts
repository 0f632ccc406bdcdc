import { snapshotBalancers, snapshotConnections } from '@ballast/balancing';
import { snapshotDiscovery } from '@ballast/discovery';
import type { MetricSink } from '@ballast/tracing';

/** What is known of the process as a whole, read whenever somebody looks. @returns ends it. */
export function observeProcess(metrics: MetricSink): () => void {
  const ends = [
    ...observeRuntime(metrics),
    ...observeBalancers(metrics),
    ...observeDiscovery(metrics),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function observeRuntime(metrics: MetricSink) {
  let last = performance.eventLoopUtilization();
  return [
    metrics.observe('nodejs.eventloop.utilization', (observe) => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      observe(utilization, {});
    }),
    metrics.observe('process.cpu.time', (observe) => {
      const { user, system } = process.cpuUsage();
      observe(user / 1e6, { 'cpu.mode': 'user' });
      observe(system / 1e6, { 'cpu.mode': 'system' });
    }),
    metrics.observe('process.memory.usage', (observe) => observe(process.memoryUsage.rss(), {})),
  ];
}

function observeBalancers(metrics: MetricSink) {
  const connections = {
    'grpc.subchannel.open_connections': 'open',
    'grpc.subchannel.disconnections': 'lost',
    'grpc.subchannel.connection_attempts_succeeded': 'made',
    'grpc.subchannel.connection_attempts_failed': 'failed',
  } as const;
  return [
    ...(Object.keys(connections) as (keyof typeof connections)[]).map((name) =>
      metrics.observe(name, (observe) => {
        for (const totals of snapshotConnections()) {
          observe(totals[connections[name]], { 'grpc.target': totals.channel });
        }
      }),
    ),
    metrics.observe('ballast.balancing.endpoints', (observe) => {
      for (const { channel, endpoints } of snapshotBalancers()) {
        // Said at 0 as well: an alert cannot see a series that is not there, and a channel without any
        // endpoint has no other.
        observe(0, { 'grpc.target': channel, 'ballast.endpoint.state': 'ready' });
        for (const { state, leftAlone } of endpoints) {
          const name = leftAlone?.reason ?? state;
          observe(1, { 'grpc.target': channel, 'ballast.endpoint.state': name });
        }
      }
    }),
    metrics.observe('ballast.balancing.in_flight', (observe) => {
      for (const { channel, endpoints } of snapshotBalancers()) {
        for (const { inFlight } of endpoints) observe(inFlight, { 'grpc.target': channel });
      }
    }),
  ];
}

function observeDiscovery(metrics: MetricSink) {
  return [
    metrics.observe('ballast.discovery.endpoints', (observe) => {
      for (const { target, state, endpoints } of snapshotDiscovery()) {
        observe(endpoints.length, { 'ballast.target': target, 'ballast.discovery.state': state });
      }
    }),
    metrics.observe('ballast.discovery.age', (observe) => {
      for (const { target, ageMs } of snapshotDiscovery()) {
        if (ageMs !== null) observe(ageMs / 1000, { 'ballast.target': target });
      }
    }),
  ];
}
