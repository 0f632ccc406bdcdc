// A service's policy in force: the published default, or the operator's file where there is one,
// kept up to date without a restart.
import { watch, type FSWatcher } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePolicy } from './parse-policy.ts';
import type { Policy } from './policy.ts';
import { createPolicySource, type PolicySource } from './policy-source.ts';
import { PolicyError } from './policy-error.ts';

export interface OpenPolicyOptions {
  /** The service whose callers this is for, such as `orders`: names `<service>.policy.json`. */
  readonly service: string;
  /** What the service's owner publishes; in force while there is no override. */
  readonly published: string | Policy;
  /** Where overrides are mounted (`BALLAST_POLICY_DIR`). Default: none, no override is looked for. */
  readonly directory?: string | undefined;
  /** See ParsePolicyOptions. */
  readonly knownBalancers?: readonly string[];
  /** See ParsePolicyOptions. */
  readonly checkBalancer?: (name: string, config: object) => void;
  /** Told of an override that was refused after the start; the last good policy stays in force. */
  readonly onRejected?: (error: PolicyError) => void;
  /**
   * How often the directory is looked at besides being watched, in milliseconds: the way that
   * works on network file systems. Default 5000, range [100, 3600000].
   */
  readonly pollMs?: number;
}

/** A policy that follows a directory. */
export interface OpenPolicy extends PolicySource, Disposable {
  /** Looks at the directory now; resolves when what was found is in force. */
  refresh(): Promise<void>;
}

/**
 * Opens a policy and follows its override.
 * @throws PolicyError when the published policy, or an override that is there already, is wrong
 * @throws RangeError naming `pollMs` when it is out of range
 */
export async function openPolicy(options: OpenPolicyOptions): Promise<OpenPolicy> {
  const { service, published, directory, pollMs = 5_000, onRejected } = options;
  if (!(pollMs >= 100 && pollMs <= 3_600_000)) {
    throw new RangeError(`policy.pollMs must be within [100, 3600000], got ${pollMs}`);
  }
  const name = `${service}.policy.json`;
  const { knownBalancers, checkBalancer } = options;
  const parse = (text: string, file: string) =>
    parsePolicy(text, {
      file,
      ...(knownBalancers && { knownBalancers }),
      ...(checkBalancer && { checkBalancer }),
    });
  const publishedText = typeof published === 'string' ? published : JSON.stringify(published);
  const publishedPolicy = parse(publishedText, name);
  if (directory === undefined) {
    return {
      ...createPolicySource(publishedPolicy),
      refresh: () => Promise.resolve(),
      [Symbol.dispose]: () => undefined,
    };
  }

  const file = join(directory, name);
  let text = await readIfThere(file);
  let current = text === undefined ? publishedPolicy : parse(text, file);
  const listeners = new Set<(policy: Policy) => void>();

  const apply = (found: string | undefined) => {
    if (found === text) return;
    // Remembered even where it is refused, so that a wrong file is told of once.
    text = found;
    try {
      current = found === undefined ? publishedPolicy : parse(found, file);
    } catch (error) {
      onRejected?.(error as PolicyError);
      return;
    }
    for (const listener of listeners) tell(listener);
  };
  // Whoever cannot act on a policy must not keep others from it, nor end the process.
  const tell = (listener: (policy: Policy) => void) => {
    try {
      listener(current);
    } catch (cause) {
      const rule = cause instanceof Error ? cause.message : String(cause);
      onRejected?.(new PolicyError(file, [{ path: '', rule }], cause));
    }
  };
  // One look at a time, in order: a slow read must not put an old text into force.
  let looking = Promise.resolve();
  const refresh = () => (looking = looking.then(async () => apply(await readIfThere(file))));
  const stopWatching = watchDirectory(directory, pollMs, () => void refresh());
  return {
    get current() {
      return current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    [Symbol.dispose]() {
      stopWatching();
      listeners.clear();
    },
  };
}

/** A file that cannot be read now counts as not there; the next look finds it. */
const readIfThere = (file: string) => readFile(file, 'utf8').catch(() => undefined);

/**
 * The directory is watched, not the file: editors and Kubernetes replace files by renaming, a
 * ConfigMap by turning the link `..data`, and a watch on the file would stay with the old one.
 */
function watchDirectory(directory: string, pollMs: number, look: () => void): () => void {
  const poll = setInterval(look, pollMs);
  poll.unref();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(directory, { persistent: false }, look);
    // A directory that is removed ends its watcher; the poll goes on.
    watcher.on('error', () => watcher?.close());
  } catch {
    // Not there yet, or no more watches to be had: the poll finds changes.
  }
  return () => {
    clearInterval(poll);
    watcher?.close();
  };
}
