// The service over the wire, from a plain grpc-js client at a plain grpc-js server.
import { promisify } from 'node:util';
import type { Client } from '@grpc/grpc-js';
import {
  credentials,
  makeClientConstructor,
  Server,
  ServerCredentials,
  status,
} from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type {
  ClearFaultsResponse,
  Fault as FaultMessage,
  ListFaultsResponse,
  SetFaultsResponse,
} from '../gen/ballast/faults/v1/faults.ts';
import {
  addFaultService,
  createFaultInterceptor,
  FaultServiceService,
  FaultSet,
} from '../index.ts';

type Call<Answer> = (request: object) => Promise<Answer>;
let faults: FaultSet;
let server: Server;
let client: Client;
let setFaults: Call<SetFaultsResponse>;
let clearFaults: Call<ClearFaultsResponse>;
let listFaults: Call<ListFaultsResponse>;

beforeEach(async () => {
  faults = new FaultSet();
  server = new Server({ interceptors: [createFaultInterceptor(faults)] });
  addFaultService(server, faults);
  const port = await promisify(server.bindAsync.bind(server))(
    '127.0.0.1:0',
    ServerCredentials.createInsecure(),
  );
  const FaultClient = makeClientConstructor(FaultServiceService, 'FaultService');
  const stub = new FaultClient(`127.0.0.1:${port}`, credentials.createInsecure());
  client = stub;
  setFaults = promisify(stub['setFaults']!.bind(stub)) as never;
  clearFaults = promisify(stub['clearFaults']!.bind(stub)) as never;
  listFaults = promisify(stub['listFaults']!.bind(stub)) as never;
});

afterEach(() => {
  client.close();
  faults[Symbol.dispose]();
  server.forceShutdown();
});

const slow: FaultMessage = {
  name: 'slow',
  methods: 'shop.v1.Shop/*',
  share: 0.25,
  criticality: 3,
  ttlMs: 5000,
  effect: {
    $case: 'latency',
    value: {
      delay: { distribution: { $case: 'lognormal', value: { medianMs: 20, sigma: 0.5 } } },
    },
  },
};

test('a fault that is set is in force, and is listed as it was set', async () => {
  const { faults: answered } = await setFaults({ faults: [slow] });
  expect(answered.map(({ fault }) => fault)).toEqual([slow]);
  expect((await listFaults({})).faults).toMatchObject([{ fault: slow, hits: 0n }]);
  expect(faults.list()).toMatchObject([
    {
      fault: {
        ...{ name: 'slow', methods: 'shop.v1.Shop/*', share: 0.25, criticality: 'sheddable' },
        effect: { kind: 'latency', delay: { kind: 'lognormal', medianMs: 20, sigma: 0.5 } },
      },
    },
  ]);
});

const effects: NonNullable<FaultMessage['effect']>[] = [
  { $case: 'abort', value: { code: 5, message: '', afterMessages: 2 } },
  { $case: 'hang', value: {} },
  { $case: 'drop', value: { afterMessages: 0 } },
  { $case: 'corrupt', value: {} },
  { $case: 'cpuBurn', value: { cpuMs: 5 } },
  { $case: 'memoryGrowth', value: { kibibytes: 5, maxMebibytes: 6 } },
  { $case: 'eventLoopBlock', value: { blockMs: 7 } },
  { $case: 'notServing', value: {} },
  {
    $case: 'slowStream',
    value: { delay: { distribution: { $case: 'fixed', value: { ms: 3 } } } },
  },
];

test.each(effects)(
  'the effect $$case comes back as it was sent, defaults filled in',
  async (effect) => {
    const fault = { name: 'f', methods: '*', criticality: 0, effect };
    const { faults: answered } = await setFaults({ faults: [fault] });
    expect(answered[0]?.fault).toEqual({ ...fault, share: 1, ttlMs: 60_000 });
  },
);

test('clearing ends what it names, or everything, and says what that was', async () => {
  await setFaults({ faults: [slow, { ...slow, name: 'b' }, { ...slow, name: 'c' }] });
  expect(await clearFaults({ names: ['b', 'unknown'] })).toEqual({ cleared: ['b'] });
  expect(await clearFaults({ names: [] })).toEqual({ cleared: ['slow', 'c'] });
  expect(await listFaults({})).toEqual({ faults: [] });
});

test('no fault touches the service that ends it', async () => {
  const hang = { ...slow, methods: '*', criticality: 0, share: 1 };
  await setFaults({ faults: [{ ...hang, effect: { $case: 'hang', value: {} } }] });
  expect(await clearFaults({ names: [] })).toEqual({ cleared: ['slow'] });
});

test.each([
  [{ ...slow, share: 2 }, 'fault.share must be within 0 to 1, got 2'],
  [{ ...slow, effect: undefined }, 'fault.effect must be set, got none'],
  [
    { ...slow, effect: { $case: 'latency', value: {} } },
    'fault.latency.delay must be set, got none',
  ],
])('a wrong fault is INVALID_ARGUMENT, and says why', async (fault, details) => {
  await expect(setFaults({ faults: [fault] })).rejects.toMatchObject({
    ...{ code: status.INVALID_ARGUMENT, details },
  });
});
