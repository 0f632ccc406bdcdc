// A running client and server measure just what the table of instruments says.
import { instruments, type InstrumentName } from '@ballast/tracing';
import { expect, test } from 'vitest';
import { startThreeTiers } from './three-tiers.ts';

/** Those that a program has which serves HTTP, or has started telemetry: their own tests see them. */
const elsewhere =
  /^(http|nodejs|process|ballast\.telemetry|ballast\.discovery|grpc\.subchannel)\.|^ballast\.balancing\.(endpoints|in_flight)$/;
/** Nothing of these has happened, or there is nothing that it could be told of. */
const quiet: readonly InstrumentName[] = ['ballast.admission.refused'];

test('every instrument of calls is there, with its attributes and no others', async () => {
  await using tiers = await startThreeTiers();
  await tiers.client.getStock({ sku: 'mug' });
  await expect.poll(() => tiers.spans().length).toBe(6);
  const collected = tiers.metrics.collect();
  const wanted = (Object.keys(instruments) as InstrumentName[]).filter(
    (name) => !elsewhere.test(name) && !quiet.includes(name),
  );
  expect(collected.map(({ name }) => name)).toEqual(wanted);
  for (const { name, attributes, numbers, histograms } of collected) {
    const used = [...numbers, ...histograms].flatMap((series) => Object.keys(series.attributes));
    expect({ name, unknown: used.filter((key) => !attributes.includes(key)) }).toEqual({
      ...{ name, unknown: [] },
    });
  }
});

test('histograms that should count a call or an attempt have counted it', async () => {
  await using tiers = await startThreeTiers();
  await tiers.client.getStock({ sku: 'mug' });
  await expect.poll(() => tiers.spans().length).toBe(6);
  const counts = Object.fromEntries(
    tiers.metrics
      .collect()
      .filter(({ kind }) => kind === 'histogram')
      .map(({ name, histograms }) => [
        name,
        histograms.reduce((sum, { value }) => sum + value.count, 0),
      ]),
  );
  // Two hops, one attempt each.
  for (const [name, count] of Object.entries(counts)) expect([name, count]).toEqual([name, 2]);
  const sizes = tiers.metrics
    .collect()
    .filter(({ name }) => name.endsWith('message_size'))
    .map(({ name, histograms }) => [name, histograms.every(({ value }) => value.min > 0)]);
  expect(sizes).toEqual([
    ['grpc.client.attempt.sent_total_compressed_message_size', true],
    ['grpc.client.attempt.rcvd_total_compressed_message_size', true],
    ['grpc.server.call.sent_total_compressed_message_size', true],
    ['grpc.server.call.rcvd_total_compressed_message_size', true],
  ]);
});
