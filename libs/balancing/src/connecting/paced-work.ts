/**
 * The longest that one turn of the event loop is spent on opening and closing connections, in
 * milliseconds. grpc-js looks for a subchannel among all that its pool has for the target, so ten
 * thousand endpoints opened in one go would hold up every call for seconds.
 */
const TURN_BUDGET_MS = 4;
const CLOCK_EVERY = 4;

/** Runs steps in order: at once while there is time in this turn, the rest in the turns after. */
export class PacedWork {
  #steps: (() => void)[] = [];
  #next = 0;
  #scheduled: NodeJS.Immediate | undefined;
  readonly #budgetMs: number;

  constructor(budgetMs = TURN_BUDGET_MS) {
    this.#budgetMs = budgetMs;
  }

  add(step: () => void): void {
    this.#steps.push(step);
  }

  run(): void {
    if (this.#scheduled === undefined) this.#turn();
  }

  clear(): void {
    this.#steps = [];
    this.#next = 0;
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
  }

  #turn(): void {
    this.#scheduled = undefined;
    const endMs = performance.now() + this.#budgetMs;
    for (let done = 1; this.#next < this.#steps.length; done += 1) {
      const step = this.#steps[this.#next]!;
      this.#next += 1;
      step();
      if (done % CLOCK_EVERY === 0 && performance.now() > endMs) break;
    }
    if (this.#next < this.#steps.length) {
      this.#scheduled = setImmediate(() => this.#turn());
      return;
    }
    this.#steps = [];
    this.#next = 0;
  }
}
