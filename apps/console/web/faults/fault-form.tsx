import { useState } from 'preact/hooks';
import type {
  FaultChoice,
  FaultParameter,
  FaultsAnswer,
  FaultToggle,
  Replica,
} from '../../src/api.ts';
import { formatMs } from '../format/figures.ts';
import { send } from '../live/requests.ts';
import { replicas, snapshot } from '../live/stream.ts';
import { useAction } from '../live/use-action.ts';
import { announce } from '../shell/announcements.ts';

interface FaultFormProps {
  readonly toggle: FaultToggle;
  readonly methods: Readonly<Record<string, readonly string[]>>;
  /** The replica that the person came for. */
  readonly wanted: string;
}

const lifetimes = [10_000, 30_000, 60_000, 300_000, 900_000];
const shares = [1, 0.5, 0.3, 0.1, 0.01];

/** One fault: how bad, for which calls, how long; then a switch for each replica. */
export function FaultForm({ toggle, methods, wanted }: FaultFormProps) {
  const [parameters, setParameters] = useState<Record<string, number>>({});
  const [methodsHit, hitMethods] = useState('*');
  const [share, setShare] = useState(1);
  const [ttlMs, setTtlMs] = useState(60_000);
  const { isBusy, run } = useAction();
  const takers = replicas.value.filter(({ takesFaults }) => takesFaults);
  const sorted = takers.toSorted((a, b) => Number(b.id === wanted) - Number(a.id === wanted));
  const inForce = snapshot.value?.faults.filter((fault) => fault.toggle === toggle.id) ?? [];

  const flip = ({ id }: Replica, isOn: boolean) => {
    const fault: FaultChoice = {
      toggle: toggle.id,
      parameters: valuesOf(toggle, parameters),
      ttlMs,
      ...(toggle.isAboutCalls && { methods: methodsHit, share }),
    };
    const names = inForce.filter(({ replica }) => replica === id).map(({ name }) => name);
    run(async () => {
      const body = isOn
        ? { action: 'clear', replicas: [id], names }
        : { action: 'set', replicas: [id], fault };
      const { failed } = await send<FaultsAnswer>('/api/faults', body);
      for (const { replica, detail } of failed) announce(`${replica}: ${detail}`, 'critical');
    });
  };

  return (
    <form class="fault-form" onSubmit={(event) => event.preventDefault()}>
      <p class="small">{toggle.what}</p>
      <div class="fault-fields">
        {toggle.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={parameters[parameter.name] ?? parameter.default}
            set={(value) => setParameters({ ...parameters, [parameter.name]: value })}
          />
        ))}
        {toggle.isAboutCalls && (
          <>
            <label class="field">
              <span>Of the calls</span>
              <select
                value={share}
                onChange={(event) => setShare(Number(event.currentTarget.value))}
              >
                {shares.map((one) => (
                  <option key={one} value={one}>
                    {one === 1 ? 'all' : `${one * 100} %`}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>Methods</span>
              <select
                value={methodsHit}
                onChange={(event) => hitMethods(event.currentTarget.value)}
              >
                <option value="*">all methods</option>
                {Object.entries(methods).map(([service, names]) => (
                  <optgroup key={service} label={service}>
                    {names.map((name) => (
                      <option key={name} value={name}>
                        {name.split('/').at(-1)}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
            </label>
          </>
        )}
        <label class="field">
          <span>Over after</span>
          <select value={ttlMs} onChange={(event) => setTtlMs(Number(event.currentTarget.value))}>
            {lifetimes.map((one) => (
              <option key={one} value={one}>
                {formatMs(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="switches" role="group" aria-label={`${toggle.title}, by replica`}>
        {sorted.map((replica) => {
          const isOn = inForce.some((fault) => fault.replica === replica.id);
          return (
            <button
              key={replica.id}
              type="button"
              role="switch"
              class="switch"
              aria-checked={isOn}
              aria-label={`${toggle.title} on ${replica.id}`}
              disabled={isBusy}
              onClick={() => flip(replica, isOn)}
            >
              {replica.id}
            </button>
          );
        })}
        {takers.length === 0 && (
          <p class="muted small">No replica takes faults: BALLAST_FAULTS is off.</p>
        )}
      </div>
    </form>
  );
}

interface ParameterFieldProps {
  readonly parameter: FaultParameter;
  readonly value: number;
  readonly set: (value: number) => void;
}

function ParameterField({ parameter, value, set }: ParameterFieldProps) {
  const { title, unit, min, max, choices } = parameter;
  const label = unit === '' || unit === 'status' ? title : `${title}, ${unit}`;
  return (
    <label class="field">
      <span>{label}</span>
      {choices === undefined ? (
        <input
          type="number"
          min={min}
          max={max}
          step="any"
          value={value}
          onChange={(event) => set(within(event.currentTarget.valueAsNumber, parameter))}
        />
      ) : (
        <select value={value} onChange={(event) => set(Number(event.currentTarget.value))}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.title}
            </option>
          ))}
        </select>
      )}
    </label>
  );
}

const within = (value: number, { min, max, default: standard }: FaultParameter) =>
  Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : standard;

function valuesOf({ parameters }: FaultToggle, chosen: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    parameters.map(({ name, default: standard }) => [name, chosen[name] ?? standard]),
  );
}
