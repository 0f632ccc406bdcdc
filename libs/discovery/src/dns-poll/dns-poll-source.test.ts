import { once } from 'node:events';
import type { Answer } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startDnsServer, type DnsServer } from '../../test/dns-server.ts';
import { recordSource } from '../../test/record-source.ts';
import { isTargetError, type Target } from '../target.ts';
import { createDnsPollSource } from './dns-poll-source.ts';
import { parseDnsQuestion } from './dns-poll-scheme.ts';

const name = 'inventory.test';
const four = (...addresses: string[]): Answer[] =>
  addresses.map((data) => ({ type: 'A', name, ttl: 0, data }));
const six = (...addresses: string[]): Answer[] =>
  addresses.map((data) => ({ type: 'AAAA', name, ttl: 0, data }));

let server: DnsServer;

beforeEach(async () => {
  server = await startDnsServer();
});

afterEach(() => server[Symbol.asyncDispose]());

const follow = () =>
  recordSource(createDnsPollSource({ name, port: 50051, server: server.address }));

test('finds A records', async () => {
  server.setRecords(four('10.0.0.2', '10.0.0.1'));
  using recording = follow();
  await recording.toldSet(['10.0.0.1:50051', '10.0.0.2:50051']);
});

test('finds a name that the search list completes', async () => {
  server.setRecords(four('10.0.0.1'));
  const question = { name: 'inventory', port: 50051, server: server.address };
  const loadSearchList = () => Promise.resolve({ domains: ['nowhere', 'test'], ndots: 1 });
  using recording = recordSource(createDnsPollSource(question, { loadSearchList }));
  await recording.toldSet(['10.0.0.1:50051']);
});

test('prefers A records where there are both', async () => {
  server.setRecords([...six('fd00::1'), ...four('10.0.0.1')]);
  using recording = follow();
  await recording.toldSet(['10.0.0.1:50051']);
});

test('finds AAAA records where there is nothing else', async () => {
  server.setRecords(six('fd00::1'));
  using recording = follow();
  await recording.toldSet(['[fd00::1]:50051']);
});

test('follows only the SRV records of the best priority', async () => {
  const srv = (target: string, priority: number): Answer => ({
    type: 'SRV',
    name: '_grpc._tcp.test',
    data: { target, port: 7, priority, weight: 1 },
  });
  server.setRecords([
    srv('a.test', 1),
    srv('b.test', 2),
    { type: 'A', name: 'a.test', data: '10.0.0.1' },
  ]);
  const question = { name: '_grpc._tcp.test', port: undefined, server: server.address };
  using recording = recordSource(createDnsPollSource(question));
  await recording.toldSet(['10.0.0.1:7']);
});

test('finds a record that was added, by itself', async () => {
  server.setRecords(four('10.0.0.1'));
  using recording = follow();
  await recording.toldSet(['10.0.0.1:50051']);
  server.setRecords(four('10.0.0.1', '10.0.0.2'));
  await recording.toldSet(['10.0.0.1:50051', '10.0.0.2:50051']);
});

test('tells the same set in the same order where records only changed places', async () => {
  server.setRecords(four('10.0.0.1', '10.0.0.2'));
  using recording = follow();
  await recording.toldSet(['10.0.0.1:50051', '10.0.0.2:50051']);
  server.setRecords(four('10.0.0.2', '10.0.0.1'));
  server.setRecords([...four('10.0.0.2', '10.0.0.1')]);
  await once(server.events, 'asked');
  await once(server.events, 'asked');
  const [first, ...later] = recording.discoveries;
  expect(later.length).toBeGreaterThan(0);
  for (const discovery of later) expect(discovery).toEqual(first);
});

test.each([
  ['SERVFAIL', () => server.fail('SERVFAIL'), /ESERVFAIL/],
  ['a name that is gone', () => server.setRecords([]), /ENOTFOUND/],
  ['silence', () => server.fail('silent'), /ETIMEOUT/],
])('tells of %s as a failure, and recovers from it', async (_what, breakIt, reason) => {
  server.setRecords(four('10.0.0.1'));
  using recording = follow();
  await recording.toldSet(['10.0.0.1:50051']);
  breakIt();
  await recording.toldFailure(reason);
  server.fail(undefined);
  server.setRecords(four('10.0.0.3'));
  await recording.toldSet(['10.0.0.3:50051']);
});

test('tells of a DNS server that is no address', async () => {
  using recording = recordSource(createDnsPollSource({ name, port: 1, server: 'not an address' }));
  await recording.toldFailure(/at not an address: ERR_INVALID_IP_ADDRESS/);
});

describe('targets', () => {
  const parse = (path: string, authority = '') => {
    const target: Target = {
      scheme: 'dns-poll',
      authority,
      path,
      text: `dns-poll://${authority}/${path}`,
    };
    return parseDnsQuestion(target);
  };

  test('name a host and a port', () => {
    expect(parse('inventory.shop.svc:50051')).toEqual({
      name: 'inventory.shop.svc',
      port: 50051,
      server: undefined,
    });
  });

  test('name a service', () => {
    expect(parse('_grpc._tcp.inventory')).toEqual({
      name: '_grpc._tcp.inventory',
      port: undefined,
      server: undefined,
    });
  });

  test('may name a server', () => {
    expect(parse('a:1', '127.0.0.1:53').server).toBe('127.0.0.1:53');
  });

  test.each([
    '',
    'inventory',
    'inventory:0',
    'inventory:65536',
    '_grpc._tcp.inventory:1',
    'a b:1',
    'a..b:1',
    '-a:1',
  ])('refuse %j', (path) => {
    expect(() => parse(path)).toThrow(expect.toSatisfy(isTargetError));
  });
});
