/** What a command tells while it works: one line for each thing that is done, with what it took. */
export interface Progress {
  say(what: string, text: string): void;
  /** Says how long the work took when it is done. */
  during<T>(what: string, text: string, work: () => Promise<T>): Promise<T>;
}

export function createProgress(write: (line: string) => void): Progress {
  const say = (what: string, text: string) => write(`${what.padEnd(9)}${text}`);
  return {
    say,
    async during(what, text, work) {
      const beginMs = performance.now();
      const result = await work();
      say(what, `${text}  ${((performance.now() - beginMs) / 1000).toFixed(1)} s`);
      return result;
    },
  };
}
