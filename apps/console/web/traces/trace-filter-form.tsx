import type { Filter, FilterName } from './trace-filter.ts';
import { filterNames, narrow } from './trace-filter.ts';
import { goTo, linkTo } from '../shell/route.ts';

interface TraceFilterFormProps {
  readonly filter: Filter;
  readonly services: readonly string[];
  readonly methods: readonly string[];
}

const durations = [
  ['', 'any duration'],
  ['10', '10 ms or more'],
  ['50', '50 ms or more'],
  ['200', '200 ms or more'],
  ['1000', '1 s or more'],
] as const;

/** Takes effect as one types. */
export function TraceFilterForm({ filter, services, methods }: TraceFilterFormProps) {
  const isNarrowed = filterNames.some((name) => filter[name] !== undefined);
  return (
    <form class="trace-filter inside" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="field trace-text">
        <span>Trace id, order, or any text</span>
        <input
          type="search"
          value={filter.text ?? ''}
          placeholder="order id, INSUFFICIENT_STOCK, …"
          onInput={(event) => narrow('text', event.currentTarget.value)}
        />
      </label>
      <Choice
        label="Service"
        name="service"
        filter={filter}
        options={withAny('any service', services)}
      />
      <Choice
        label="Method"
        name="method"
        filter={filter}
        options={withAny('any method', methods)}
      />
      <Choice
        label="Outcome"
        name="status"
        filter={filter}
        options={[
          ['', 'any outcome'],
          ['ok', 'went well'],
          ['error', 'failed'],
        ]}
      />
      <Choice label="Duration" name="minMs" filter={filter} options={durations} />
      <label class="check">
        <input
          type="checkbox"
          checked={filter.retried === 'true'}
          onChange={(event) => narrow('retried', event.currentTarget.checked ? 'true' : '')}
        />
        Tried again
      </label>
      <button
        class="button"
        type="button"
        disabled={!isNarrowed}
        onClick={() => goTo(linkTo('traces'))}
      >
        Clear
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: FilterName;
  readonly filter: Filter;
  readonly options: readonly (readonly [value: string, title: string])[];
}

function Choice({ label, name, filter, options }: ChoiceProps) {
  const value = filter[name] ?? '';
  // What the address asks for stays visible, listed or not.
  const isListed = options.some(([one]) => one === value);
  const shown = isListed ? options : [...options, [value, value] as const];
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => narrow(name, event.currentTarget.value)}>
        {shown.map(([one, title]) => (
          <option key={one} value={one} selected={one === value}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

const withAny = (any: string, values: readonly string[]) => [
  ['', any] as const,
  ...values.map((value) => [value, value] as const),
];
