import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BundledFile, ProgramFiles } from '@ballast/tool-build';
import { ClusterError } from '../cluster-error.ts';

const ENTRY = 'main.js';

const receiver = readFileSync(join(import.meta.dirname, 'receive-files.mjs'), 'utf8');

/** What a pod has to run in order to take files. */
export const receiverCommand = ['node', '--input-type=module', '--eval', receiver] as const;

interface Connection {
  readonly child: ChildProcess;
  /** Rejects when the connection ends. */
  answer(): Promise<void>;
}

/**
 * A way into a running pod that is opened once: each `kubectl exec` costs as much as all else that a
 * small change takes. Knows what the pod has, and brings it what is new.
 */
export class PodLink implements Disposable {
  readonly #command: readonly string[];
  /** Hashes by file name, of what it was given. */
  readonly #given = new Map<string, string>();
  #connection: Connection | undefined;

  /** @param command a program that reads what {@link receiverCommand} reads, such as kubectl exec */
  constructor(command: readonly string[]) {
    this.#command = command;
  }

  /** Has it all of them? */
  has(files: ProgramFiles): boolean {
    return [...files].every(([name, { hash }]) => this.#given.get(name) === hash);
  }

  /** Brings all of them but the entry: the program that runs goes on, and has less to wait for next time. */
  async prepare(files: ProgramFiles): Promise<void> {
    await this.#deliver(() => this.#findFresh(files));
  }

  /** Resolves when they are there; the entry is the last one, and starts the program anew. */
  async send(files: ProgramFiles): Promise<void> {
    // The entry is what tells `node --watch`, be it the same.
    const entry = [...files].filter(([name]) => name === ENTRY);
    await this.#deliver(() => [...this.#findFresh(files), ...entry]);
  }

  /** What it has not been given, the entry apart. */
  #findFresh(files: ProgramFiles): [string, BundledFile][] {
    return [...files].filter(
      ([name, { hash }]) => name !== ENTRY && this.#given.get(name) !== hash,
    );
  }

  /** The connection may have ended meanwhile: it is opened again, once. */
  async #deliver(choose: () => readonly (readonly [string, BundledFile])[]): Promise<void> {
    try {
      await this.#deliverOnce(choose());
    } catch {
      this.#close();
      await this.#deliverOnce(choose());
    }
  }

  async #deliverOnce(files: readonly (readonly [string, BundledFile])[]): Promise<void> {
    if (files.length === 0) return;
    this.#connection ??= this.#open();
    const { child, answer } = this.#connection;
    const answered = answer();
    const list = files.map(([path, { contents }]) => ({ path, bytes: contents.byteLength }));
    child.stdin?.write(`${JSON.stringify(list)}\n`);
    for (const [, { contents }] of files) child.stdin?.write(contents);
    await answered;
    for (const [name, { hash }] of files) this.#given.set(name, hash);
  }

  #open(): Connection {
    const [program = '', ...args] = this.#command;
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    // Its end is told by its exit.
    child.stdin.on('error', () => undefined);
    const ended = Promise.withResolvers<never>();
    ended.promise.catch(() => undefined);
    child.once('error', (error) => ended.reject(error));
    child.once('close', (code) => {
      const last = complaint.trim().split('\n').at(-1) ?? '';
      ended.reject(new ClusterError(`${program} ended with ${code}: ${last}`));
    });
    const lines = createInterface({ input: child.stdout });
    return {
      child,
      answer: async () => {
        await Promise.race([once(lines, 'line'), ended.promise]);
      },
    };
  }

  #close(): void {
    this.#connection?.child.kill();
    this.#connection = undefined;
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}
