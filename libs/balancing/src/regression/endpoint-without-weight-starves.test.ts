// grpc-js 1.14.7 gives an endpoint without a weight the mean weight as its period, not its
// weight: a new pod gets one pick in tens of thousands, and as reports are in-band it never earns
// a weight. gRFC A58 wants the mean weight.
import { Metadata } from '@grpc/grpc-js';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { startReplicas } from '../../test/replica.ts';
import {
  emptyLoadReport,
  encodeLoadReport,
  LOAD_REPORT_TRAILER,
} from '../load-report/load-report.ts';
import { registerBalancingPolicy } from '../seam/register-balancing-policy.ts';
import { weightedRoundRobinPolicy } from '../weighted-round-robin/weighted-round-robin.ts';

const config = { blackoutPeriod: '0s', weightUpdatePeriod: '1s' };
const peerConfig = {
  blackout_period: '0s',
  weight_update_period: '1s',
  enable_oob_load_report: false,
  error_utilization_penalty: 0,
};

// Under a name of its own, so that the peer stays what it is.
beforeAll(() => registerBalancingPolicy('ours', weightedRoundRobinPolicy));

function reportingTrailers(): Metadata {
  const report = { ...emptyLoadReport(), requestsPerSecond: 100, applicationUtilization: 0.5 };
  const trailers = new Metadata();
  trailers.set(LOAD_REPORT_TRAILER, encodeLoadReport(report));
  return trailers;
}

/** Calls at the fourth endpoint, of 200 after three others have reported their weights. */
async function callsOfTheNewcomer(policy: object): Promise<number> {
  await using replicas = await startReplicas(4);
  const [newcomer, ...others] = replicas;
  for (const replica of others) replica.behave = () => ({ trailers: reportingTrailers() });
  using client = new EchoClient(policy);
  client.publish(others.map(({ endpoint }) => endpoint));
  await client.callUntil((ports) => new Set(ports).size === 3);
  for (const replica of others) replica.behave = () => ({});
  client.publish(replicas.map(({ endpoint }) => endpoint));
  // At the next update of the weights the newcomer is scheduled by what is known of it.
  const startMs = performance.now();
  await client.callUntil(() => performance.now() - startMs > 1_300);
  newcomer!.calls = 0;
  await client.callUntil((ports) => ports.length === 200);
  return newcomer!.calls;
}

test('grpc-js starves a newcomer', async () => {
  expect(await callsOfTheNewcomer({ weighted_round_robin: peerConfig })).toBeLessThanOrEqual(1);
});

test('ours gives it its share', async () => {
  const calls = await callsOfTheNewcomer({ ours: config });
  expect(calls).toBeGreaterThan(40);
  expect(calls).toBeLessThan(60);
});
