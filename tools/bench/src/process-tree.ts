// A process and all its descendants, read from /proc: Linux only, as is PSS.
import { readdir, readFile } from 'node:fs/promises';

export interface ProcessMemory {
  readonly pid: number;
  readonly command: string;
  /** Proportional set size in KiB: what is shared counts by its share, so sums are true. */
  readonly pssKiB: number;
}

/** The pids of `root` and everything below it. */
export async function findProcessTree(root: number): Promise<readonly number[]> {
  const children = new Map<number, number[]>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined) continue;
    // The command stands in brackets and may hold anything; the fields begin behind it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  for (const queue = [root]; queue.length > 0;) {
    const pid = queue.shift() as number;
    found.push(pid);
    queue.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** Memory of every process below `root`; one that ends meanwhile is left out. */
export async function readMemory(root: number): Promise<readonly ProcessMemory[]> {
  const memory: ProcessMemory[] = [];
  for (const pid of await findProcessTree(root)) {
    try {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
      memory.push({ pid, command, pssKiB: Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) });
    } catch {
      continue;
    }
  }
  return memory;
}
