import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPolicy, type OpenPolicy, type OpenPolicyOptions } from './open-policy.ts';
import type { PolicyError } from './policy-error.ts';

const write = (timeout: string) => JSON.stringify({ methodConfig: [{ name: [{}], timeout }] });
const timeoutOf = ({ current }: OpenPolicy) => current.methodConfig?.[0]?.timeout;

let directory: string;
let file: string;
let opened: OpenPolicy[] = [];
let rejected: PolicyError[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-policy-'));
  file = join(directory, 'orders.policy.json');
  rejected = [];
});

afterEach(async () => {
  for (const policy of opened) policy[Symbol.dispose]();
  opened = [];
  await rm(directory, { recursive: true, force: true });
});

async function open(options: Partial<OpenPolicyOptions> = {}): Promise<OpenPolicy> {
  const policy = await openPolicy({
    service: 'orders',
    published: write('1s'),
    directory,
    onRejected: (error) => rejected.push(error),
    ...options,
  });
  opened.push(policy);
  return policy;
}

test('is what the service publishes while there is no override', async () => {
  expect(timeoutOf(await open())).toBe('1s');
});

test('is the override where there is one', async () => {
  await writeFile(file, write('2s'));
  expect(timeoutOf(await open())).toBe('2s');
});

test('refuses to start with a wrong override, naming it', async () => {
  await writeFile(file, write('two'));
  await expect(open()).rejects.toThrow(`${file}: /methodConfig/0/timeout must be a duration`);
});

test('keeps the last good one when a wrong one comes, and says so once', async () => {
  const policy = await open();
  await writeFile(file, write('2s'));
  await policy.refresh();
  await writeFile(file, '{"methodConfig": [');
  await policy.refresh();
  await policy.refresh();
  expect([timeoutOf(policy), rejected.length]).toEqual(['2s', 1]);
});

test('goes back to the published one when the override is removed', async () => {
  await writeFile(file, write('2s'));
  const policy = await open();
  await rm(file);
  await policy.refresh();
  expect(timeoutOf(policy)).toBe('1s');
});

test('tells subscribers of a change that it notices by itself', async () => {
  const policy = await open({ pollMs: 60_000 });
  const changes = new EventEmitter();
  policy.subscribe(() => changes.emit('change'));
  const changed = once(changes, 'change');
  await writeFile(`${file}.new`, write('2s'));
  await rename(`${file}.new`, file);
  await changed;
  expect(timeoutOf(policy)).toBe('2s');
});

// A ConfigMap volume: the file is a link into ..data, itself a link that is turned at once.
test('follows a ConfigMap as Kubernetes mounts it', async () => {
  const mount = async (version: string, timeout: string) => {
    await mkdir(join(directory, version));
    await writeFile(join(directory, version, 'orders.policy.json'), write(timeout));
    await symlink(version, join(directory, '..data_tmp'));
    await rename(join(directory, '..data_tmp'), join(directory, '..data'));
  };
  await mount('..v1', '2s');
  await symlink('..data/orders.policy.json', file);
  const policy = await open({ pollMs: 60_000 });
  const changes = new EventEmitter();
  policy.subscribe(() => changes.emit('change'));
  const changed = once(changes, 'change');
  await mount('..v2', '3s');
  await changed;
  expect(timeoutOf(policy)).toBe('3s');
});

test('finds by polling what is mounted only later', async () => {
  const later = join(directory, 'later');
  const policy = await open({ directory: later, pollMs: 100 });
  const changes = new EventEmitter();
  policy.subscribe(() => changes.emit('change'));
  const changed = once(changes, 'change');
  await mkdir(later);
  await writeFile(join(later, 'orders.policy.json'), write('4s'));
  await changed;
  expect(timeoutOf(policy)).toBe('4s');
});

test('tells nobody after it is closed', async () => {
  const policy = await open();
  let told = 0;
  policy.subscribe(() => (told += 1));
  policy[Symbol.dispose]();
  await writeFile(file, write('2s'));
  await policy.refresh();
  expect(told).toBe(0);
});

test('refuses a poll interval that is out of range', async () => {
  await expect(open({ pollMs: 10 })).rejects.toThrow('policy.pollMs must be within [100, 3600000]');
});

test('a follower that cannot act on a policy is told of, and keeps it from nobody', async () => {
  const policy = await open();
  const followed: (string | undefined)[] = [];
  policy.subscribe(() => {
    throw new RangeError('retryBudget.ratio must be within [0, 1], got 7');
  });
  policy.subscribe((changed) => followed.push(changed.methodConfig?.[0]?.timeout));
  await writeFile(file, write('2s'));
  await policy.refresh();
  expect(followed).toEqual(['2s']);
  expect(rejected.map(({ message }) => message)).toEqual([
    expect.stringMatching(/orders\.policy\.json: .*retryBudget\.ratio must be within \[0, 1\]/),
  ]);
  expect(timeoutOf(policy)).toBe('2s');
});
