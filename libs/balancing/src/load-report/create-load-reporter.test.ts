import { Metadata, status } from '@grpc/grpc-js';
import { createGate } from '@ballast/testing';
import { beforeAll, expect, test } from 'vitest';
import { EchoClient } from '../../test/echo-client.ts';
import { Replica } from '../../test/replica.ts';
import { registerBalancingPolicy } from '../seam/register-balancing-policy.ts';
import type { CallOutcome } from '../seam/endpoint-picker.ts';
import { createLoadReporter } from './create-load-reporter.ts';
import { IN_FLIGHT_METRIC, LATENCY_METRIC } from './load-report.ts';

const outcomes: CallOutcome[] = [];

beforeAll(() =>
  registerBalancingPolicy('listening', {
    parseConfig: (json) => json,
    createPicker: ({ candidates }) => ({
      pick: () => candidates.slots[0]!,
      callEnded: (_slot, outcome) => void outcomes.push(outcome),
    }),
  }),
);

async function startReported() {
  const reporter = createLoadReporter({ readUtilization: () => 0.25 });
  const replica = await Replica.start({ interceptors: [reporter.interceptor] });
  const client = new EchoClient({ listening: {} });
  client.publish([replica.endpoint]);
  outcomes.length = 0;
  return {
    reporter,
    replica,
    client,
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      await replica[Symbol.asyncDispose]();
    },
  };
}

test('an answer brings the calls that the server still works on, and how long they take', async () => {
  await using reported = await startReported();
  const { replica, client } = reported;
  const gate = createGate();
  replica.behave = () => gate.opened.then(() => ({}));
  const waiting = [client.call(), client.call(), client.call()];
  await expect.poll(() => replica.calls).toBe(3);
  replica.behave = () => ({});
  await client.call();
  const report = outcomes[0]!.report!;
  expect(report.namedMetrics.get(IN_FLIGHT_METRIC)).toBe(3);
  expect(report.namedMetrics.get(LATENCY_METRIC)).toBeGreaterThan(0);
  expect(report.applicationUtilization).toBe(0.25);
  expect(report.requestsPerSecond).toBeGreaterThan(0);
  gate.open();
  await Promise.all(waiting);
});

test('a failed call carries a report, and trailers of the handler stay', async () => {
  await using reported = await startReported();
  const { replica, client } = reported;
  const trailers = new Metadata();
  trailers.set('own', 'kept');
  replica.behave = () => ({ code: status.INTERNAL, trailers });
  const { code } = await client.call();
  expect(code).toBe(status.INTERNAL);
  expect(outcomes[0]).toMatchObject({ verdict: 'failure' });
  expect(outcomes[0]!.report!.errorsPerSecond).toBeGreaterThan(0);
});

test('a call that its caller gives up is no longer in flight', async () => {
  await using reported = await startReported();
  const { reporter, replica, client } = reported;
  const gate = createGate();
  replica.behave = () => gate.opened.then(() => ({}));
  const abort = new AbortController();
  const call = client.call({ signal: abort.signal });
  await expect.poll(() => reporter.meter.inFlight).toBe(1);
  abort.abort();
  expect((await call).code).toBe(status.CANCELLED);
  await expect.poll(() => reporter.meter.inFlight).toBe(0);
  gate.open();
});

test('what the handler has no answer for within the deadline is no longer in flight', async () => {
  await using reported = await startReported();
  const { reporter, replica, client } = reported;
  const gate = createGate();
  replica.behave = () => gate.opened.then(() => ({}));
  expect((await client.call({ timeoutMs: 50 })).code).toBe(status.DEADLINE_EXCEEDED);
  await expect.poll(() => reporter.meter.inFlight).toBe(0);
  gate.open();
});
