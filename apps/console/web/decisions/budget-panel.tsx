import type { Bulkhead, RetryBudget } from '../../src/api.ts';
import { TimeChart } from '../charts/time-chart.tsx';
import { formatCount } from '../format/figures.ts';
import { past } from '../live/past.ts';
import { Empty } from '../marks/empty.tsx';

interface BudgetPanelProps {
  readonly budgets: readonly RetryBudget[];
  readonly bulkheads: readonly Bulkhead[];
}

/** How many repeats are left, and how much of each dependency is in use. */
export function BudgetPanel({ budgets, bulkheads }: BudgetPanelProps) {
  return (
    <section class="panel" aria-labelledby="budgets-title">
      <header>
        <h2 id="budgets-title">Retry budgets and bulkheads</h2>
      </header>
      {budgets.length + bulkheads.length === 0 ? (
        <Empty title="Nothing is limited here" />
      ) : (
        <ul class="inside budgets">
          {budgets.map((budget) => (
            <BudgetItem key={`${budget.target} ${budget.service}`} budget={budget} />
          ))}
          {bulkheads.map((bulkhead) => (
            <BulkheadItem key={bulkhead.target} bulkhead={bulkhead} />
          ))}
        </ul>
      )}
      {budgets.length > 0 && <BudgetChart budgets={budgets} />}
    </section>
  );
}

function BudgetChart({ budgets }: { budgets: readonly RetryBudget[] }) {
  const history = past.value;
  const series = budgets.flatMap(({ replica, target, service }, index) => {
    const found = history.budgets.find(
      (one) => one.replica === replica && one.target === target && one.service === service,
    );
    const name = service.split('.').at(-1) ?? service;
    return found === undefined ? [] : [{ name, hue: (index % 6) + 1, values: found.retriesLeft }];
  });
  return (
    <div class="inside">
      <TimeChart
        title="Repeats left"
        timesMs={history.atMs}
        series={series}
        format={formatCount}
        minTop={10}
        height={110}
      />
    </div>
  );
}

function BudgetItem({ budget }: { budget: RetryBudget }) {
  const { service, calls, retries, retriesLeft } = budget;
  const whole = retries + retriesLeft;
  const used = whole > 0 ? retries / whole : 0;
  const isSpent = retriesLeft < 1;
  return (
    <li class={isSpent ? 'tone-bad' : ''}>
      <p>
        <b>{service.split('.').at(-1)}</b> may repeat <b>{formatCount(Math.floor(retriesLeft))}</b>{' '}
        more
        {isSpent && <span class="in-tone"> – spent</span>}
      </p>
      <span class="meter" aria-hidden="true">
        <i style={{ width: `${used * 100}%` }} />
      </span>
      <p class="muted small">
        {formatCount(retries)} repeats and hedges beside {formatCount(calls)} calls in the window
      </p>
    </li>
  );
}

function BulkheadItem({ bulkhead }: { bulkhead: Bulkhead }) {
  const { service, inFlight, waiting, maxConcurrent } = bulkhead;
  return (
    <li class={waiting > 0 ? 'tone-warn' : ''}>
      <p>
        <b>{service}</b> has <b>{formatCount(inFlight)}</b> of {formatCount(maxConcurrent)} calls
        under way
        {waiting > 0 && <span class="in-tone"> – {formatCount(waiting)} wait</span>}
      </p>
      <span class="meter" aria-hidden="true">
        <i style={{ width: `${maxConcurrent > 0 ? (inFlight / maxConcurrent) * 100 : 0}%` }} />
      </span>
    </li>
  );
}
