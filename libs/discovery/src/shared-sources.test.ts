import { expect, test } from 'vitest';
import { createEndpoints } from './endpoint-source.ts';
import type { Discovery, DiscoveryListener, EndpointSource } from './endpoint-source.ts';
import { SharedSources } from './shared-sources.ts';

const [a, b] = [1, 2].map((port) => ({ host: 'h', port })) as [
  { host: string; port: number },
  { host: string; port: number },
];

/** A source that tells what the test wants, and counts. */
function createPuppet() {
  let listener: DiscoveryListener | undefined;
  const counts = { starts: 0, stops: 0, refreshes: 0 };
  const source: EndpointSource = {
    start: (started) => {
      counts.starts++;
      listener = started;
    },
    refresh: () => void counts.refreshes++,
    stop: () => void counts.stops++,
  };
  return { source, counts, tell: (discovery: Discovery) => listener?.(discovery) };
}

const target = { scheme: 'puppet', authority: '', path: 'x', text: 'puppet:///x' };

function subscribe(sources: SharedSources, source: EndpointSource, warnings: string[] = []) {
  const told: Discovery[] = [];
  const subscription = sources.subscribe(
    { target, create: () => source, warn: (message) => warnings.push(message) },
    (finding) =>
      told.push(finding.kind === 'set' ? createEndpoints(finding.set.endpoints) : finding),
  );
  return { told, subscription };
}

const nextTick = () => new Promise<void>((resolve) => process.nextTick(resolve));

test('one source serves all who ask for the same key, and stops with the last', () => {
  const sources = new SharedSources();
  const puppet = createPuppet();
  const never = createPuppet();
  const first = subscribe(sources, puppet.source);
  const second = subscribe(sources, never.source);
  puppet.tell(createEndpoints([a]));
  expect([first.told, second.told]).toEqual([[createEndpoints([a])], [createEndpoints([a])]]);
  second.subscription.refresh();
  first.subscription.end();
  expect(puppet.counts).toEqual({ starts: 1, stops: 0, refreshes: 1 });
  second.subscription.end();
  expect(puppet.counts.stops).toBe(1);
  expect(never.counts.starts).toBe(0);
});

test('who comes late is told what is in force, later', async () => {
  const sources = new SharedSources();
  const puppet = createPuppet();
  subscribe(sources, puppet.source);
  puppet.tell(createEndpoints([a]));
  const late = subscribe(sources, puppet.source);
  expect(late.told).toEqual([]);
  await nextTick();
  expect(late.told).toEqual([createEndpoints([a])]);
});

test('who leaves is told nothing more', async () => {
  const sources = new SharedSources();
  const puppet = createPuppet();
  subscribe(sources, puppet.source);
  puppet.tell(createEndpoints([a]));
  const late = subscribe(sources, puppet.source);
  late.subscription.end();
  puppet.tell(createEndpoints([b]));
  await nextTick();
  expect(late.told).toEqual([]);
});

test('an equal set is not told twice, in whatever order', () => {
  const puppet = createPuppet();
  const { told } = subscribe(new SharedSources(), puppet.source);
  puppet.tell(createEndpoints([a, b]));
  puppet.tell(createEndpoints([b, a]));
  puppet.tell(createEndpoints([b]));
  expect(told).toEqual([createEndpoints([a, b]), createEndpoints([b])]);
});

test('a failure while a good set is in force is a warning and nothing else', () => {
  const puppet = createPuppet();
  const warnings: string[] = [];
  const { told } = subscribe(new SharedSources(), puppet.source, warnings);
  puppet.tell({ kind: 'failed', reason: 'not there yet' });
  puppet.tell(createEndpoints([a, b]));
  puppet.tell({ kind: 'failed', reason: 'file x: torn' });
  puppet.tell(createEndpoints([a, b]));
  expect(told).toEqual([{ kind: 'failed', reason: 'not there yet' }, createEndpoints([a, b])]);
  expect(warnings).toEqual(['file x: torn; the last good set of 2 stays in force']);
});

test('after the last has left, the next starts afresh', () => {
  const sources = new SharedSources();
  const puppet = createPuppet();
  subscribe(sources, puppet.source).subscription.end();
  const { told } = subscribe(sources, puppet.source);
  puppet.tell(createEndpoints([a]));
  expect(puppet.counts.starts).toBe(2);
  expect(told).toEqual([createEndpoints([a])]);
});

test('a failure that repeats itself is one warning, until it is over', () => {
  const puppet = createPuppet();
  const warnings: string[] = [];
  subscribe(new SharedSources(), puppet.source, warnings);
  for (let outage = 0; outage < 2; outage++) {
    puppet.tell(createEndpoints([a]));
    for (const reason of ['away', 'away', 'refused']) puppet.tell({ kind: 'failed', reason });
  }
  const stays = (reason: string) => `${reason}; the last good set of 1 stays in force`;
  expect(warnings).toEqual(['away', 'refused', 'away', 'refused'].map(stays));
});

test('a snapshot tells every state that a target can be in', () => {
  let nowMs = 1_000;
  const sources = new SharedSources(() => nowMs);
  const puppet = createPuppet();
  const { subscription } = subscribe(sources, puppet.source);
  const expected = { target: 'puppet:///x', scheme: 'puppet', channels: 1 };
  const nothing = { ...expected, endpoints: [], ageMs: null };
  expect(sources.snapshot()).toEqual([{ ...nothing, state: 'waiting', lastError: null }]);

  puppet.tell({ kind: 'failed', reason: 'not there' });
  nowMs += 5;
  const lastError = { reason: 'not there', ageMs: 5 };
  expect(sources.snapshot()).toEqual([{ ...nothing, state: 'failed', lastError }]);

  puppet.tell(createEndpoints([{ ...a, zone: 'z' }]));
  nowMs += 7;
  const known = { ...expected, endpoints: [{ ...a, zone: 'z' }], ageMs: 7 };
  expect(sources.snapshot()).toEqual([
    { ...known, state: 'good', lastError: { reason: 'not there', ageMs: 12 } },
  ]);

  puppet.tell({ kind: 'failed', reason: 'away' });
  expect(sources.snapshot()).toEqual([
    { ...known, state: 'stale', lastError: { reason: 'away', ageMs: 0 } },
  ]);

  subscription.end();
  expect(sources.snapshot()).toEqual([]);
});
