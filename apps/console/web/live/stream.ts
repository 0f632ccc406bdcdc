// The platform as the server last told it; every page reads from here.
import { computed, signal } from '@preact/signals';
import type { Snapshot } from '../../src/api.ts';

export type Connection = 'connecting' | 'live' | 'lost';

/** The server speaks each second; silent for this long, what is shown is no longer true. */
const SILENT_MS = 5000;
const RETRY_MS = 1500;

export const connection = signal<Connection>('connecting');
export const snapshot = signal<Snapshot | null>(null);

export const replicas = computed(() => snapshot.value?.replicas ?? []);
export const edges = computed(() => snapshot.value?.map.edges ?? []);
export const alerts = computed(() => snapshot.value?.alerts ?? []);
export const happenings = computed(() => snapshot.value?.happenings ?? []);

/** What users see: requests at the gateway. */
export const front = computed(() => edges.value.find(({ from }) => from === 'browser'));

/** Follows the server until the page is left. */
export function followServer(): void {
  const source = new EventSource('/api/stream');
  let silence = setTimeout(lose, SILENT_MS);

  source.addEventListener('snapshot', ({ data }: MessageEvent<string>) => {
    clearTimeout(silence);
    silence = setTimeout(lose, SILENT_MS);
    snapshot.value = JSON.parse(data) as Snapshot;
    connection.value = 'live';
  });
  source.addEventListener('error', () => {
    connection.value = 'lost';
    // By itself it tries again only after a connection that broke, not after an answer like 503.
    if (source.readyState === EventSource.CLOSED) again();
  });

  function lose(): void {
    connection.value = 'lost';
    again();
  }

  function again(): void {
    clearTimeout(silence);
    source.close();
    setTimeout(followServer, RETRY_MS);
  }
}
