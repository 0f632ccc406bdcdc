import type { PriceReport } from '../agent/price-load.ts';
import type { Price } from '../../price/price-of.ts';
import type { MeshMode } from './mesh-mode.ts';

/** What a mode cost in each round of one run. */
export interface PriceRow {
  readonly mesh: MeshMode;
  readonly kind: 'call' | 'request';
  readonly ratePerSecond: number;
  readonly rounds: readonly (PriceReport & Price)[];
}

const titles = {
  call: 'One call from pod to pod (inventory.GetStock, its database read among it)',
  request: 'One request of the shop (a quarter orders, the others look at products)',
} as const;

const columns = [
  ...['mesh', 'calls', 'failed', 'p50', 'p99', 'CPU of programs', 'CPU of sidecars', 'CPU ÷ none'],
];
const perPod = ['mesh', 'program', 'sidecar', 'together'];

type MakeTable = (columns: readonly string[], rows: readonly (readonly string[])[]) => string;

/** The modes stood side by side in one cluster and were asked in turn: medians of the rounds. */
export function describePrices(rows: readonly PriceRow[], makeTable: MakeTable): string {
  const tables = (['call', 'request'] as const).flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    if (own.length === 0) return [];
    const none = own.find(({ mesh }) => mesh === 'none');
    const table = makeTable(
      columns,
      own.map((row) => describe(row, none)),
    );
    const { ratePerSecond = 0, rounds = [] } = own[0] ?? {};
    const how = `${ratePerSecond} a second, one mode after the other, medians of ${rounds.length} rounds (least to most)`;
    return [`${titles[kind]}, ${how}:\n\n${table}`];
  });
  // What a pod weighs is the same whatever is asked of it: of each mode the last run.
  const last = new Map(rows.map((row) => [row.mesh, row]));
  const memory = [...last.values()].map(({ mesh, rounds }) => [
    mesh,
    mebibytes(rounds.map(({ programMiB }) => programMiB)),
    mebibytes(rounds.map(({ sidecarMiB }) => sidecarMiB)),
    mebibytes(rounds.map(({ programMiB, sidecarMiB }) => programMiB + sidecarMiB)),
  ]);
  return [...tables, `Memory of a pod (working set, mean):\n\n${makeTable(perPod, memory)}`].join(
    '\n\n',
  );
}

function describe({ mesh, rounds }: PriceRow, none: PriceRow | undefined): string[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const ratios = rounds.flatMap((round, index) => {
    const beside = none?.rounds[index];
    return beside === undefined ? [] : [totalOf(round) / totalOf(beside)];
  });
  return [
    mesh,
    String(sum(rounds.map(({ calls }) => calls))),
    String(sum(rounds.map(({ failed }) => failed))),
    ms(rounds.map(({ p50Ms }) => p50Ms)),
    ms(rounds.map(({ p99Ms }) => p99Ms)),
    ms(rounds.map(({ programCpuMs }) => programCpuMs)),
    ms(rounds.map(({ sidecarCpuMs }) => sidecarCpuMs)),
    ratios.length === 0 ? '' : spread(ratios, 2),
  ];
}

const totalOf = ({ programCpuMs, sidecarCpuMs }: Price) => programCpuMs + sidecarCpuMs;
function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [below = NaN, above = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (below + above) / 2;
}
const ms = (values: readonly number[]) => `${spread(values, 2)} ms`;
const mebibytes = (values: readonly number[]) => `${median(values).toFixed(0)} MiB`;

/** Median, and the least and the most where they say more. */
function spread(values: readonly number[], digits: number): string {
  const text = median(values).toFixed(digits);
  if (values.length < 2) return text;
  return `${text} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
}
