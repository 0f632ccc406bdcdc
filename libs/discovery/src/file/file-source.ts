import { readFile } from 'node:fs/promises';
import { createEndpoints } from '../endpoint-source.ts';
import type { Discovery, DiscoveryListener, EndpointSource } from '../endpoint-source.ts';
import { parseEndpointsFile } from './parse-endpoints-file.ts';
import { watchFile } from './watch-file.ts';

/** How a file is read, and how one hears that it may have changed. */
export interface FileAccess {
  /** @throws NodeJS.ErrnoException */
  read(path: string): Promise<string>;
  /** Returns how to end it. */
  watch(path: string, onChange: () => void): () => void;
}

const fileSystem: FileAccess = { read: (path) => readFile(path, 'utf8'), watch: watchFile };

export function createFileSource(path: string, files: FileAccess = fileSystem): EndpointSource {
  let reader: FileReader | undefined;
  return {
    start: (listener) => {
      reader = new FileReader(path, files, listener);
    },
    refresh: () => reader?.look(),
    stop: () => {
      reader?.stop();
      reader = undefined;
    },
  };
}

type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly problem: string };

type Reading = 'idle' | 'reading' | 'reading, once more' | 'stopped';

/** Reads the file when it may have changed, one reading at a time, so that none overtakes another. */
class FileReader {
  private readonly path: string;
  private readonly files: FileAccess;
  private readonly listener: DiscoveryListener;
  private readonly unwatch: () => void;
  private reading: Reading = 'idle';
  private last: Content | undefined;

  constructor(path: string, files: FileAccess, listener: DiscoveryListener) {
    this.path = path;
    this.files = files;
    this.listener = listener;
    this.unwatch = files.watch(path, () => this.look());
    this.look();
  }

  look(): void {
    if (this.reading === 'idle') void this.read();
    else if (this.reading === 'reading') this.reading = 'reading, once more';
  }

  stop(): void {
    this.reading = 'stopped';
    this.unwatch();
  }

  private async read(): Promise<void> {
    do {
      this.reading = 'reading';
      const content = await readContent(this.files, this.path);
      if (this.isStopped()) return;
      if (!isSame(content, this.last)) this.listener(this.discover(content));
      this.last = content;
      if (this.isStopped()) return;
    } while (this.isAskedAgain());
    this.reading = 'idle';
  }

  private discover(content: Content): Discovery {
    if (content.kind === 'unreadable') return this.fail(content.problem);
    const parsed = parseEndpointsFile(content.text);
    return parsed.kind === 'broken' ? this.fail(parsed.problem) : createEndpoints(parsed.endpoints);
  }

  private fail(problem: string): Discovery {
    return { kind: 'failed', reason: `endpoints file ${this.path}: ${problem}` };
  }

  // As functions, because the compiler does not expect the state to change while awaiting.
  private isStopped(): boolean {
    return this.reading === 'stopped';
  }

  private isAskedAgain(): boolean {
    return this.reading === 'reading, once more';
  }
}

async function readContent(files: FileAccess, path: string): Promise<Content> {
  try {
    return { kind: 'text', text: await files.read(path) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'unreadable', problem: code === 'ENOENT' ? 'does not exist' : message };
  }
}

function isSame(one: Content, other: Content | undefined): boolean {
  return one.kind === 'text' && other?.kind === 'text'
    ? one.text === other.text
    : one.kind === other?.kind;
}
