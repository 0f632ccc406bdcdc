import type { CallContext } from '@ballast/server';
import type { CallBudget } from '../store/stock-store.ts';

/** What a call leaves for the store: it ends with the call. */
export function budgetOf(context: CallContext): CallBudget {
  return { signal: context.signal, timeLeftMs: context.timeLeftMs() };
}
