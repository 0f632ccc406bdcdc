/**
 * The longest that one turn of the event loop is spent on endpoints that come and go, in
 * milliseconds. grpc-js looks for a subchannel among all that its pool has for the target, so ten
 * thousand endpoints opened in one go would hold up every call for seconds.
 */
const TURN_BUDGET_MS = 4;
const CLOCK_EVERY = 4;

export interface PacedWorkOptions {
  /** Does a little of the work; false where there was none. */
  readonly step: () => boolean;
  /** Called before and after the steps of a turn. */
  readonly turnBegins?: () => void;
  readonly turnEnds?: () => void;
  readonly budgetMs?: number;
}

/** Does work step by step: at once while there is time in this turn, the rest in the turns after. */
export class PacedWork {
  readonly #options: PacedWorkOptions;
  readonly #budgetMs: number;
  #scheduled: NodeJS.Immediate | undefined;

  constructor(options: PacedWorkOptions) {
    this.#options = options;
    this.#budgetMs = options.budgetMs ?? TURN_BUDGET_MS;
  }

  /** There is work: begins with it, unless it is under way. */
  run(): void {
    if (this.#scheduled === undefined) this.#turn();
  }

  stop(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
  }

  get isUnderWay(): boolean {
    return this.#scheduled !== undefined;
  }

  #turn(): void {
    this.#options.turnBegins?.();
    this.#scheduled = this.#isWorkLeft() ? setImmediate(() => this.#turn()) : undefined;
    this.#options.turnEnds?.();
  }

  #isWorkLeft(): boolean {
    const endMs = performance.now() + this.#budgetMs;
    for (let done = 1; this.#options.step(); done += 1) {
      if (done % CLOCK_EVERY === 0 && performance.now() > endMs) return true;
    }
    return false;
  }
}
