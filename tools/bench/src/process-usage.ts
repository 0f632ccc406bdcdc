import { readFile } from 'node:fs/promises';

/** Of a running process: what /proc says. Linux only. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMiB: number;
}

/** USER_HZ, which is 100 wherever Linux runs today. */
const TICK_MS = 10;

export async function readUsage(pid: number): Promise<Usage> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    rssMiB: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024,
  };
}
