import type { PriceReport } from '../agent/price-load.ts';
import type { Price } from '../../price/price-of.ts';
import type { MeshMode } from './mesh-mode.ts';

export interface PriceRow extends PriceReport, Price {
  readonly mesh: MeshMode;
  readonly kind: 'call' | 'request';
  readonly ratePerSecond: number;
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

/** All modes of a run stood side by side in one cluster, at the same moment. */
export function describePrices(rows: readonly PriceRow[], makeTable: MakeTable): string {
  const tables = (['call', 'request'] as const).flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    if (own.length === 0) return [];
    const none = own.find(({ mesh }) => mesh === 'none');
    const table = makeTable(
      columns,
      own.map((row) => describe(row, none)),
    );
    const rate = `${own[0]?.ratePerSecond ?? 0} a second in each mode, all at once`;
    return [`${titles[kind]}, ${rate}:\n\n${table}`];
  });
  // What a pod weighs is the same whatever is asked of it: of each mode the last run.
  const last = new Map(rows.map((row) => [row.mesh, row]));
  const memory = [...last.values()].map(({ mesh, programMiB, sidecarMiB }) => [
    ...[mesh, ...[programMiB, sidecarMiB, programMiB + sidecarMiB].map(mebibytes)],
  ]);
  return [...tables, `Memory of a pod (working set, mean):\n\n${makeTable(perPod, memory)}`].join(
    '\n\n',
  );
}

function describe(row: PriceRow, none: PriceRow | undefined): string[] {
  const cpuMs = totalOf(row);
  return [
    ...[row.mesh, String(row.calls), String(row.failed), ms(row.p50Ms), ms(row.p99Ms)],
    ...[ms(row.programCpuMs), ms(row.sidecarCpuMs)],
    none === undefined ? '' : (cpuMs / totalOf(none)).toFixed(2),
  ];
}

const totalOf = ({ programCpuMs, sidecarCpuMs }: PriceRow) => programCpuMs + sidecarCpuMs;
const ms = (value: number) => `${value.toFixed(2)} ms`;
const mebibytes = (value: number) => `${value.toFixed(0)} MiB`;
