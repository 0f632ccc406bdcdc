import { lock } from '@ballast/tool-bootstrap/lock-file';
import { isProcessAlive } from '@ballast/tool-bootstrap/process-identity';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** One replica that serves. Clients read the address; the rest is for those who write. */
export interface EndpointEntry {
  /** `host:port`. */
  readonly address: string;
  /** The serving process, `<pid>@<start time>`: an entry without a live process is swept. */
  readonly process: string;
}

/** The file that the clients of one service watch. Several programs may write to it. */
export interface EndpointsFile {
  readonly path: string;
  add(entry: EndpointEntry): Promise<void>;
  remove(address: string): Promise<void>;
  /** Drops the entries of dead processes, and makes the file where there is none. */
  sweep(): Promise<void>;
}

/**
 * Each change reads, changes and replaces the file under a lock, `<path>.lock`; readers need none,
 * since a rename shows them the old file or the new one.
 */
export function createEndpointsFile(path: string): EndpointsFile {
  const change = async (edit: (entries: EndpointEntry[]) => EndpointEntry[]): Promise<void> => {
    const taken = await lock(`${path}.lock`);
    try {
      const before = readEntries(path);
      const after = edit((before ?? []).filter((entry) => isProcessAlive(entry.process)));
      const text = `${JSON.stringify({ endpoints: after }, undefined, 2)}\n`;
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(after)) return;
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    } finally {
      taken.release();
    }
  };
  return {
    path,
    add: (entry) => change((entries) => [...without(entries, entry.address), entry]),
    remove: (address) => change((entries) => without(entries, address)),
    sweep: () => change((entries) => entries),
  };
}

function without(entries: readonly EndpointEntry[], address: string): EndpointEntry[] {
  return entries.filter((entry) => entry.address !== address);
}

/** Undefined where there is no file, or not one of ours: it is then written anew. */
function readEntries(path: string): EndpointEntry[] | undefined {
  try {
    const { endpoints } = JSON.parse(readFileSync(path, 'utf8')) as { endpoints?: unknown };
    return Array.isArray(endpoints) ? endpoints.filter(isEntry) : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is EndpointEntry {
  const entry = value as Partial<EndpointEntry> | null;
  return typeof entry?.address === 'string' && typeof entry.process === 'string';
}
