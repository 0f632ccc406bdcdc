import { RetryBudget } from './budget/retry-budget.ts';
import type { ResolvedRetryBudget } from './budget/retry-budget-options.ts';
import type { CancelAllowance } from './hedging/cancel-allowance.ts';

/** What all methods of one service share: the budget, and the count of what was done with it. */
export class SteeredService {
  readonly name: string;
  readonly budget: RetryBudget;
  readonly cancels: CancelAllowance;
  /** Attempts that have begun after another one failed, or beside it; and those refused. */
  retries = 0;
  hedges = 0;
  refusals = 0;

  constructor(name: string, options: ResolvedRetryBudget, cancels: CancelAllowance) {
    this.name = name;
    this.budget = new RetryBudget(options);
    this.cancels = cancels;
  }

  /** All of them or none. */
  tryTake(nowMs: number, count: number): boolean {
    if (this.budget.tryTake(nowMs, count)) return true;
    this.refusals += 1;
    return false;
  }
}
