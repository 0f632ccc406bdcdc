// A Kubernetes API server in memory: versions, events, compaction, watches as bytes on their way.
import { ApiStatusError, type ApiServer } from '../src/kubernetes/api-server.ts';
import type { EndpointSlice } from '../src/kubernetes/endpoint-slice.ts';
import { createLineReader } from '../src/kubernetes/read-lines.ts';

interface OpenWatch {
  /** Delivered in pieces that respect no line. */
  pending: string;
  readonly take: (piece: string) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
  /** Half-open: nothing arrives, and nobody says so until the PING goes unanswered. */
  isSilent: boolean;
}

export class MemoryApiServer {
  readonly slices = new Map<string, EndpointSlice>();
  readonly #watches = new Set<OpenWatch>();
  readonly #events: { readonly version: number; readonly line: string }[] = [];
  #version = 100;
  #compactedAt = 0;
  #lastLine = '';
  /** Asked before every request; throws what the request is to fail with. */
  readonly #admit: () => void;

  constructor(admit: () => void) {
    this.#admit = admit;
  }

  put(slice: EndpointSlice): void {
    const type = this.slices.has(slice.metadata.name) ? 'MODIFIED' : 'ADDED';
    this.slices.set(slice.metadata.name, this.#emit(type, slice));
  }

  remove(name: string): void {
    const slice = this.slices.get(name);
    if (slice === undefined) return;
    this.slices.delete(name);
    this.#emit('DELETED', slice);
  }

  /** The last event once more. */
  duplicate(): void {
    this.#send(this.#lastLine);
  }

  bookmark(): void {
    const object = { metadata: { name: '', resourceVersion: String(this.#version) } };
    this.#send(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }

  compact(): void {
    this.#compactedAt = this.#version;
    this.#events.length = 0;
  }

  /** An error inside the watches, which the server leaves open. */
  sendError(code: number): void {
    const object = { kind: 'Status', code, message: 'in the watch', metadata: {} };
    this.#send(`${JSON.stringify({ type: 'ERROR', object })}\n`);
  }

  sendGarbage(): void {
    this.#send('<html>502</html>\n');
  }

  endWatches(): void {
    for (const watch of [...this.#watches]) watch.end();
  }

  failWatches(message: string): void {
    for (const watch of [...this.#watches]) watch.fail(new Error(message));
  }

  /** Returns how the pulse of those connections is found to have stopped. */
  silenceWatches(): () => void {
    const silent = [...this.#watches];
    for (const watch of silent) watch.isSilent = true;
    return () => {
      for (const watch of silent) watch.fail(new Error('no pulse within 5000 ms'));
    };
  }

  /** Delivers a share, within [0, 1], of what is on its way in each watch. */
  flush(share: () => number): void {
    for (const watch of [...this.#watches]) {
      if (watch.isSilent) continue;
      const piece = watch.pending.slice(0, Math.ceil(watch.pending.length * share()));
      watch.pending = watch.pending.slice(piece.length);
      watch.take(piece);
    }
  }

  connect(): ApiServer {
    return {
      read: async () => {
        await Promise.resolve();
        this.#admit();
        const metadata = { resourceVersion: String(this.#version) };
        const items = [...this.slices.values()];
        return JSON.parse(JSON.stringify({ metadata, items })) as unknown;
      },
      watch: async (path, onLine, onOpen) => {
        await Promise.resolve();
        this.#admit();
        const since = Number(/resourceVersion=(\d+)/.exec(path)![1]);
        if (since < this.#compactedAt) throw new ApiStatusError(410, 'Gone');
        onOpen?.();
        await this.#open(since, onLine);
      },
      close: () => this.failWatches('closed'),
    };
  }

  #emit(type: string, slice: EndpointSlice): EndpointSlice {
    this.#version += 1;
    const metadata = { ...slice.metadata, resourceVersion: String(this.#version) };
    const object = { ...slice, metadata };
    this.#lastLine = `${JSON.stringify({ type, object })}\n`;
    this.#events.push({ version: this.#version, line: this.#lastLine });
    this.#send(this.#lastLine);
    return object;
  }

  #send(line: string): void {
    for (const watch of this.#watches) watch.pending += line;
  }

  #open(since: number, onLine: (line: string) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const read = createLineReader(onLine);
    const missed = this.#events.filter(({ version }) => version > since);
    const close = (settle: () => void) => {
      this.#watches.delete(watch);
      settle();
    };
    const watch: OpenWatch = {
      pending: missed.map(({ line }) => line).join(''),
      isSilent: false,
      take: (piece) => {
        try {
          read(piece);
        } catch (error) {
          watch.fail(error as Error);
        }
      },
      end: () => close(resolve),
      fail: (error) => close(() => reject(error)),
    };
    this.#watches.add(watch);
    return promise;
  }
}
