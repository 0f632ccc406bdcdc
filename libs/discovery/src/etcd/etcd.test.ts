import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTcpRelay } from '@ballast/testing';
import { hasEtcd, startEtcd, type EtcdServer } from '../../test/etcd-server.ts';
import { recordSource } from '../../test/record-source.ts';
import { isTargetError } from '../target.ts';
import { createEtcdApi } from './etcd-api.ts';
import { formatValue, keyOf, parseValue } from './etcd-names.ts';
import { etcdScheme, parseEtcdServers } from './etcd-scheme.ts';
import { createEtcdSource } from './etcd-source.ts';
import { registerWithEtcd } from './register-with-etcd.ts';

describe.runIf(hasEtcd)('with a real etcd', () => {
  let etcd: EtcdServer;

  beforeAll(async () => {
    etcd = await startEtcd();
  });

  afterAll(() => etcd[Symbol.asyncDispose]());

  const follow = (service: string, url = etcd.url, warnings: string[] = []) =>
    recordSource(
      createEtcdSource(service, createEtcdApi([url]), (message) => warnings.push(message)),
    );
  const register = (service: string, address: string, ttlSeconds = 10) =>
    registerWithEtcd({ service, address, servers: [etcd.url], ttlSeconds });

  test('finds a server as soon as it registers, and loses it as soon as it leaves', async () => {
    using recording = follow('coming');
    await recording.toldSet([]);
    const registration = register('coming', '127.0.0.1:7');
    await recording.toldSet(['127.0.0.1:7']);
    await registration.stop();
    await recording.toldSet([]);
  });

  test('loses a server that died without a word when its lease ends', async () => {
    const api = createEtcdApi([etcd.url]);
    const signal = AbortSignal.timeout(20_000);
    const lease = await api.grantLease(1, signal);
    await api.put(keyOf('dying', 'a:1'), formatValue('a:1'), lease, signal);
    using recording = follow('dying');
    await recording.toldSet(['a:1']);
    await recording.toldSet([]);
  });

  test('does not take a service for another whose name begins alike', async () => {
    const registration = register('inventory-old', '127.0.0.1:7');
    await registration.registered;
    using recording = follow('inventory');
    await recording.toldSet([]);
    await registration.stop();
  });

  test('passes over a value that is no endpoint, and says so', async () => {
    const api = createEtcdApi([etcd.url]);
    const signal = AbortSignal.timeout(20_000);
    const lease = await api.grantLease(60, signal);
    await api.put(keyOf('odd', 'x'), 'what?', lease, signal);
    await api.put(keyOf('odd', 'a:1'), formatValue('a:1'), lease, signal);
    const warnings: string[] = [];
    using recording = follow('odd', etcd.url, warnings);
    await recording.toldSet(['a:1']);
    expect(warnings).toEqual(['etcd key odd/x is no endpoint: what?']);
  });

  test('keeps the set while etcd is away, and goes on when it is back', async () => {
    await using own = await startEtcd();
    const registration = registerWithEtcd({ service: 's', address: 'a:1', servers: [own.url] });
    await registration.registered;
    using recording = follow('s', own.url);
    await recording.toldSet(['a:1']);
    await own.kill();
    await recording.toldFailure(/^etcd prefix s\//);
    await own.restart();
    const other = registerWithEtcd({ service: 's', address: 'b:1', servers: [own.url] });
    await recording.toldSet(['a:1', 'b:1']);
    await Promise.all([registration.stop(), other.stop()]);
  });

  test('comes back when its connections are cut', async () => {
    await using relay = await startTcpRelay(Number(new URL(etcd.url).port));
    using recording = follow('cut', `http://127.0.0.1:${relay.port}`);
    await recording.toldSet([]);
    relay.cut();
    const registration = register('cut', 'a:1');
    await recording.toldSet(['a:1']);
    await registration.stop();
  });

  test('asks the next server where one does not answer', async () => {
    const registration = register('next', 'a:1');
    await registration.registered;
    const api = createEtcdApi(['http://127.0.0.1:1', etcd.url]);
    const { entries } = await api.list('next/', AbortSignal.timeout(5_000));
    expect(entries).toEqual([{ key: 'next/a:1', value: formatValue('a:1') }]);
    await registration.stop();
  });
});

test('notes travel in the metadata, and what is no note there is passed over', () => {
  const notes = { zone: 'a', weight: 2, hashKey: 'stock-0' };
  const endpoint = { host: '10.0.0.1', port: 50051 };
  expect(parseValue(formatValue('10.0.0.1:50051', notes))).toEqual({ ...endpoint, ...notes });
  expect(parseValue('{"Addr":"10.0.0.1:50051","Metadata":"of a Go program"}')).toEqual(endpoint);
  expect(parseValue('{"Addr":"10.0.0.1:50051","Metadata":{"weight":"2"}}')).toEqual(endpoint);
});

test('refuses a lease that is too short', () => {
  expect(() => registerWithEtcd({ service: 's', address: 'a:1', ttlSeconds: 1 })).toThrow(
    'ttlSeconds must be within [2, 3600], got 1',
  );
});

test('refuses servers that are no URLs', () => {
  expect(() => parseEtcdServers('http://a:1,b:2')).toThrow(
    'ETCD_ENDPOINTS must be URLs such as http://host:2379, got b:2',
  );
});

test.each(['', '/', 'a//b', 'a b'])('refuses the target etcd:///%s', (path) => {
  const target = { scheme: 'etcd', authority: '', path, text: `etcd:///${path}` };
  expect(() => etcdScheme.findAuthority(target)).toThrow(expect.toSatisfy(isTargetError));
});

test('reads what Go’s naming package writes', () => {
  expect(parseValue('{"Op":0,"Addr":"10.0.0.1:50051","Metadata":null}')).toEqual({
    host: '10.0.0.1',
    port: 50051,
  });
});
