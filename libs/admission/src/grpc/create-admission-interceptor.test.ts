import { status } from '@grpc/grpc-js';
import { waitUntil } from '@ballast/testing';
import { expect, test } from 'vitest';
import { startGuardedServer } from '../../test/guarded-server.ts';

const inFlight = (admission: { snapshot(): { inFlight: { default: number } } }) =>
  admission.snapshot().inFlight.default;

test('a refused call gets RESOURCE_EXHAUSTED, a reason and a pushback, the others their answer', async () => {
  await using guarded = await startGuardedServer({ maxLimit: 2, random: () => 0.5 });
  const { admission, gate, start } = guarded;
  const served = [start('unary'), start('unary')];
  await waitUntil(() => inFlight(admission) === 2, { what: 'two calls are in flight' });
  const refused = await start('unary').status;
  expect(refused.code).toBe(status.RESOURCE_EXHAUSTED);
  expect(refused.details).toBe('OVERLOADED: the server has more to do than it can');
  expect(Number(refused.trailers.get('grpc-retry-pushback-ms')[0])).toBeGreaterThan(0);
  gate.open();
  expect((await Promise.all(served.map((call) => call.status))).map(({ code }) => code)).toEqual([
    0, 0,
  ]);
  expect(admission.snapshot()).toMatchObject({ served: 2, refused: { OVERLOADED: 1 } });
});

test('a refused request is never parsed, and its handler never called', async () => {
  await using guarded = await startGuardedServer({ maxLimit: 1 });
  const { admission, gate, parsed, server, start } = guarded;
  const served = start('unary');
  await waitUntil(() => parsed() === 1 && inFlight(admission) === 1, {
    what: 'a call is in flight',
  });
  await Promise.all(Array.from({ length: 20 }, () => start('unary').status));
  gate.open();
  await served.status;
  expect(parsed()).toBe(1);
  expect(server.calls).toHaveLength(1);
});

test.each(['serverStream', 'clientStream', 'bidi'] as const)(
  'a %s call takes a place for streams and gives it back',
  async (kind) => {
    await using guarded = await startGuardedServer({ maxStreams: 1 });
    const { admission, start } = guarded;
    const open = start('bidi', { ends: false });
    await open.opened;
    const refused = await start(kind).status;
    expect(refused.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(refused.details).toMatch(/^TOO_MANY_STREAMS: /);
    open.end();
    expect((await open.status).code).toBe(status.OK);
    await waitUntil(() => admission.snapshot().streams.open === 0, { what: 'the place is free' });
    expect((await start(kind).status).code).toBe(status.OK);
    expect(admission.snapshot().limit).toBe(1_000);
  },
);

test('a call that its caller gives up frees its place', async () => {
  await using guarded = await startGuardedServer();
  const { admission, start } = guarded;
  const call = start('unary');
  await waitUntil(() => inFlight(admission) === 1, { what: 'the call is in flight' });
  call.cancel();
  expect((await call.status).code).toBe(status.CANCELLED);
  await waitUntil(() => inFlight(admission) === 0, { what: 'the place is free' });
});

test('a critical call says so in a header', async () => {
  await using guarded = await startGuardedServer();
  const { admission, gate, start } = guarded;
  const call = start('unary', { headers: { 'ballast-criticality': 'critical' } });
  await waitUntil(() => admission.snapshot().inFlight.critical === 1, { what: 'it is in flight' });
  gate.open();
  await call.status;
});

test('clients are told apart by their header', async () => {
  const rateLimits = [{ methods: '/', per: 'client', callsPerSecond: 0.001, burst: 1 } as const];
  await using guarded = await startGuardedServer({ rateLimits });
  const { gate, start } = guarded;
  gate.open();
  const codes: number[] = [];
  for (const name of ['a', 'a', 'b', undefined, undefined]) {
    const headers = name === undefined ? {} : { 'ballast-client': name };
    codes.push((await start('unary', { headers }).status).code);
  }
  const { OK, RESOURCE_EXHAUSTED } = status;
  expect(codes).toEqual([OK, RESOURCE_EXHAUSTED, OK, OK, RESOURCE_EXHAUSTED]);
});

test('details are what the server’s own encoder makes of the refusal', async () => {
  const encodeDetails = ({ reason }: { reason: string }) => Buffer.from(`details of ${reason}`);
  await using guarded = await startGuardedServer({ maxLimit: 1 }, { encodeDetails });
  const { admission, start } = guarded;
  start('unary');
  await waitUntil(() => inFlight(admission) === 1, { what: 'a call is in flight' });
  const { trailers } = await start('unary').status;
  expect(String(trailers.get('grpc-status-details-bin')[0])).toBe('details of OVERLOADED');
});
