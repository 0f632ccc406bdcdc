import { expect, test } from 'vitest';
import { testServiceDefinition } from '@ballast/testing';
import * as grpc from '@grpc/grpc-js';
import { resolveChannelSettings } from './channel-settings.ts';
import type { ChannelSettings } from './channel-settings.ts';
import { createClient } from './index.ts';

const plaintext = grpc.credentials.createInsecure();
const target = 'static:///127.0.0.1:1';

test('every setting but the target has a default', () => {
  expect(resolveChannelSettings({ target }, plaintext)).toEqual({
    target,
    policy: { current: {}, subscribe: expect.any(Function) as unknown },
    idempotentMethods: [],
    mesh: { mode: 'none', hasWaypoint: false },
    onBreakerChange: undefined,
    credentials: plaintext,
    zone: '',
    compression: 'none',
    maxReceiveBytes: 4_194_304,
    maxSendBytes: 4_194_304,
    keepaliveTimeMs: 10_000,
    keepaliveTimeoutMs: 5000,
    handshakeTimeoutMs: 5000,
    connectsAtOnce: false,
    initialBackoffMs: 100,
    maxBackoffMs: 5000,
    retryBufferBytes: 262_144,
    channelOptions: {},
  });
});

test.each<[Partial<ChannelSettings>, string]>([
  [{ keepaliveTimeMs: 0 }, 'client.keepaliveTimeMs must be within 10 to 2147483647, got 0'],
  [
    { handshakeTimeoutMs: NaN },
    'client.handshakeTimeoutMs must be within 10 to 2147483647, got NaN',
  ],
  [{ maxSendBytes: Infinity }, 'client.maxSendBytes must be within 1 to 2147483647, got Infinity'],
  [
    { initialBackoffMs: 10, maxBackoffMs: 5 },
    'client.maxBackoffMs must be within 10 to 2147483647, got 5',
  ],
])('%j is refused with field, rule and value', (settings, message) => {
  expect(() => createClient(testServiceDefinition, { target, ...settings })).toThrow(message);
});

test('a default timeout that is not more than 0 is refused', () => {
  expect(() => createClient(testServiceDefinition, { target, defaultTimeoutMs: 0 })).toThrow(
    'client.defaultTimeoutMs must be more than 0, got 0',
  );
});

test('a malformed target is refused when the client is made', () => {
  expect(() => createClient(testServiceDefinition, { target: 'static:///nowhere' })).toThrow(
    'target "static:///nowhere": each address must be host:port or [IPv6]:port, got "nowhere"',
  );
});
