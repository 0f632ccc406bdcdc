/** What this process itself takes, from one look to the next. */
export class ProcessUsage {
  #last = { cpuMs: 0, atMs: 0 };
  readonly #counts = new Map<string, { readonly count: number; readonly atMs: number }>();

  read(nowMs: number): { readonly cpuRatio: number; readonly rssBytes: number } {
    const { user, system } = process.cpuUsage();
    const cpuMs = (user + system) / 1000;
    const elapsedMs = nowMs - this.#last.atMs;
    const cpuRatio =
      this.#last.atMs === 0 || elapsedMs <= 0 ? 0 : (cpuMs - this.#last.cpuMs) / elapsedMs;
    this.#last = { cpuMs, atMs: nowMs };
    return { cpuRatio: Number(cpuRatio.toFixed(3)), rssBytes: process.memoryUsage.rss() };
  }

  /** How fast a count grows, a second. */
  rate(name: string, count: number, nowMs: number): number {
    const last = this.#counts.get(name);
    this.#counts.set(name, { count, atMs: nowMs });
    if (last === undefined || nowMs <= last.atMs) return 0;
    return ((count - last.count) * 1000) / (nowMs - last.atMs);
  }
}
