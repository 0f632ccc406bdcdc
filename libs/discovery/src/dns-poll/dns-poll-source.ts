import { Resolver } from 'node:dns/promises';
import { formatEndpoint } from '../endpoint.ts';
import {
  createEndpoints,
  type DiscoveryListener,
  type EndpointSource,
} from '../endpoint-source.ts';
import type { DnsQuestion } from './dns-poll-scheme.ts';
import { findDelayMs } from './find-delay.ts';
import { lookupEndpoints } from './lookup-endpoints.ts';

/** One unanswered question must not hold up the next poll: c-ares asks `tries` times, this long each. */
const lookupLimits = { timeout: 1_000, tries: 2 };

/**
 * Polls while it is started. What was found stays in force while DNS does not answer, answers with
 * an error, or does not know the name.
 */
export function createDnsPollSource(question: DnsQuestion): EndpointSource {
  let poll: { refresh(): void; stop(): void } | undefined;
  return {
    start: (listener) => {
      poll = startPolling(question, listener);
    },
    refresh: () => poll?.refresh(),
    stop: () => {
      poll?.stop();
      poll = undefined;
    },
  };
}

function startPolling(question: DnsQuestion, listener: DiscoveryListener) {
  const resolver = new Resolver(lookupLimits);
  let stopped = false;
  let told: string | undefined;
  let failures = 0;
  let looking = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = (key: string, discovery: Parameters<DiscoveryListener>[0]) => {
    if (key === told) return;
    told = key;
    listener(discovery);
  };

  const look = async () => {
    looking = true;
    let ttlSeconds: number | undefined;
    try {
      const answer = await lookupEndpoints(resolver, question);
      if (stopped) return;
      failures = 0;
      ttlSeconds = answer.ttlSeconds;
      tell(answer.endpoints.map(formatEndpoint).join(), createEndpoints(answer.endpoints));
    } catch (error) {
      if (stopped) return;
      failures += 1;
      const reason = `DNS for ${question.name}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
      tell(`failed ${reason}`, { kind: 'failed', reason });
    } finally {
      looking = false;
    }
    timer = setTimeout(() => void look(), findDelayMs({ ttlSeconds, failures }, Math.random()));
    timer.unref();
  };

  try {
    if (question.server !== undefined) resolver.setServers([question.server]);
    void Promise.resolve().then(look);
  } catch (error) {
    const reason = `DNS server ${question.server}: ${String(error)}`;
    process.nextTick(() => {
      if (!stopped) listener({ kind: 'failed', reason });
    });
  }
  return {
    // A broken connection may mean that the set has changed. Asking twice at once tells no more.
    refresh: () => {
      if (looking || stopped || timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      void look();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      resolver.cancel();
    },
  };
}
