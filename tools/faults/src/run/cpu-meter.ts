import { cpus } from 'node:os';

/** How busy all processors of the machine were since the last look, 0 to 1. */
export class CpuMeter {
  #last = readTimes();

  readBusyShare(): number {
    const now = readTimes();
    const totalMs = now.totalMs - this.#last.totalMs;
    const idleMs = now.idleMs - this.#last.idleMs;
    this.#last = now;
    return totalMs <= 0 ? 0 : 1 - idleMs / totalMs;
  }
}

function readTimes(): { readonly totalMs: number; readonly idleMs: number } {
  const times = cpus().map((cpu) => cpu.times);
  return {
    totalMs: times.reduce((sum, each) => sum + Object.values(each).reduce((a, b) => a + b, 0), 0),
    idleMs: times.reduce((sum, { idle }) => sum + idle, 0),
  };
}
