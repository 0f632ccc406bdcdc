// A service account that may not watch is an operator's mistake, and a quiet one until a pod is
// started anew; so is an API server that is away. DNS knows the same pods, later; so it is told, and the
// calls go on.
import type { DnsQuestion } from '../dns-poll/dns-poll-scheme.ts';
import { createDnsPollSource } from '../dns-poll/dns-poll-source.ts';
import type { DiscoveryListener, EndpointSource } from '../endpoint-source.ts';
import type { ServiceReference } from './service-reference.ts';

/** What is followed while the API server says no, or nothing, to a process that knows nothing yet. */
export interface DnsFallback {
  /** Begins to follow DNS, once; says why. */
  follow(reason: string, listener: DiscoveryListener): void;
  /** Nothing is told any more. */
  end(): void;
}

export interface DnsFallbackOptions {
  readonly reference: ServiceReference;
  /** Told once for each time that it is needed. */
  readonly warn: (message: string) => void;
  /** Default: the system's DNS. */
  readonly createSource?: (question: DnsQuestion) => EndpointSource;
}

export function createDnsFallback(options: DnsFallbackOptions): DnsFallback {
  const { reference, warn, createSource = createDnsPollSource } = options;
  const question = findQuestion(reference);
  let source: EndpointSource | undefined;
  return {
    follow(reason, listener) {
      if (question === undefined) return listener({ kind: 'failed', reason });
      if (source !== undefined) return;
      warn(`${reason}; DNS for ${question.name} is followed instead`);
      source = createSource(question);
      source.start((discovery) =>
        listener(
          discovery.kind === 'failed'
            ? { kind: 'failed', reason: `${reason}; ${discovery.reason}` }
            : discovery,
        ),
      );
    },
    end() {
      source?.stop();
      source = undefined;
    },
  };
}

/**
 * By "DNS-Based Service Discovery" of Kubernetes a named port has SRV records, and a name without a
 * namespace is one of our own. Without a port there is no question.
 */
function findQuestion({ service, namespace, port }: ServiceReference): DnsQuestion | undefined {
  const name = namespace === undefined ? service : `${service}.${namespace}.svc`;
  if (port === undefined) return undefined;
  if (typeof port === 'number') return { name, port, server: undefined };
  return { name: `_${port}._tcp.${name}`, port: undefined, server: undefined };
}
