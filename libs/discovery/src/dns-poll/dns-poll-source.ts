import { Resolver } from 'node:dns/promises';
import { systemClock, type Clock } from '../clock.ts';
import {
  createEndpoints,
  type DiscoveryListener,
  type EndpointSource,
} from '../endpoint-source.ts';
import type { DnsQuestion } from './dns-poll-scheme.ts';
import { findDelayMs } from './find-delay.ts';
import { lookupEndpoints, type DnsResolver } from './lookup-endpoints.ts';
import { completeName, readSearchList, type SearchList } from './search-list.ts';

/** One unanswered question must not hold up the next poll: c-ares asks `tries` times, this long each. */
const lookupLimits = { timeout: 1_000, tries: 2 };

/** The world around a poll. Default: the real one. */
export interface DnsPollWorld {
  /** @throws where the server of the question is none */
  readonly createResolver?: (question: DnsQuestion) => DnsResolver;
  /** How names are completed. */
  readonly loadSearchList?: (question: DnsQuestion) => Promise<SearchList>;
  readonly clock?: Clock;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/**
 * Polls while it is started. What was found stays in force while DNS does not answer, answers with
 * an error, or does not know the name.
 */
export function createDnsPollSource(
  question: DnsQuestion,
  world: DnsPollWorld = {},
): EndpointSource {
  let poll: { refresh(): void; stop(): void } | undefined;
  return {
    start: (listener) => {
      poll = startPolling(question, world, listener);
    },
    refresh: () => poll?.refresh(),
    stop: () => {
      poll?.stop();
      poll = undefined;
    },
  };
}

function createSystemResolver({ server }: DnsQuestion): DnsResolver {
  const resolver = new Resolver(lookupLimits);
  if (server !== undefined) resolver.setServers([server]);
  return resolver;
}

/** Whoever names a server of their own has names of their own too. */
const loadSystemSearchList = ({ server }: DnsQuestion): Promise<SearchList> =>
  server === undefined ? readSearchList() : Promise.resolve({ domains: [], ndots: 1 });

function startPolling(question: DnsQuestion, world: DnsPollWorld, listener: DiscoveryListener) {
  const { createResolver = createSystemResolver, clock = systemClock } = world;
  const { loadSearchList = loadSystemSearchList, random = Math.random } = world;
  let resolver: DnsResolver | undefined;
  let stopped = false;
  let failures = 0;
  let looking = false;
  let callOff: (() => void) | undefined;

  const look = async () => {
    looking = true;
    callOff = undefined;
    let ttlSeconds: number | undefined;
    try {
      resolver ??= createResolver(question);
      const names = completeName(question.name, await loadSearchList(question));
      const answer = await lookupEndpoints(resolver, question, names);
      if (stopped) return;
      failures = 0;
      ttlSeconds = answer.ttlSeconds;
      listener(createEndpoints(answer.endpoints));
    } catch (error) {
      if (stopped) return;
      failures += 1;
      const problem = (error as NodeJS.ErrnoException).code ?? String(error);
      const server = question.server === undefined ? '' : ` at ${question.server}`;
      listener({ kind: 'failed', reason: `DNS for ${question.name}${server}: ${problem}` });
    } finally {
      looking = false;
    }
    if (stopped) return;
    callOff = clock.after(findDelayMs({ ttlSeconds, failures }, random()), () => void look());
  };

  process.nextTick(() => {
    if (!stopped) void look();
  });
  return {
    // A broken connection may mean that the set has changed. Asking twice at once tells no more.
    refresh: () => {
      if (looking || stopped || callOff === undefined) return;
      callOff();
      void look();
    },
    stop: () => {
      stopped = true;
      callOff?.();
      resolver?.cancel();
    },
  };
}
