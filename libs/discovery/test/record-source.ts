import { EventEmitter } from 'node:events';
import { waitUntil } from '@ballast/testing';
import { formatEndpoint } from '../src/endpoint.ts';
import type { Discovery, EndpointSource } from '../src/endpoint-source.ts';

/** A started source and all that it has told. */
export interface Recording extends Disposable {
  readonly discoveries: readonly Discovery[];
  /** Resolves when the last thing told is this set. */
  toldSet(addresses: readonly string[]): Promise<void>;
  /** Resolves when the last thing told is a failure, with its reason. */
  toldFailure(pattern: RegExp): Promise<void>;
}

export function recordSource(source: EndpointSource): Recording {
  const discoveries: Discovery[] = [];
  const emitter = new EventEmitter();
  source.start((discovery) => {
    discoveries.push(discovery);
    emitter.emit('told');
  });
  const on = { emitter, event: 'told' };
  return {
    discoveries,
    toldSet: (addresses) => {
      const wanted = JSON.stringify([...addresses].sort());
      const what = `${wanted} is told`;
      return waitUntil(() => describe(discoveries.at(-1)) === wanted, { what, on });
    },
    toldFailure: (pattern) => {
      const isTold = (): boolean => {
        const last = discoveries.at(-1);
        return last?.kind === 'failed' && pattern.test(last.reason);
      };
      return waitUntil(isTold, { what: `${String(pattern)} is told`, on });
    },
    [Symbol.dispose]: () => source.stop(),
  };
}

function describe(discovery: Discovery | undefined): string | undefined {
  if (discovery?.kind !== 'endpoints') return undefined;
  return JSON.stringify(discovery.endpoints.map(formatEndpoint).sort());
}
