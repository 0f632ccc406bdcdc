// The matrix at a glance, as SVG: one square for each cell, by the share of its calls that failed.
import {
  type CallKind,
  callKinds,
  type Participant,
  type ScenarioName,
  scenarioNames,
} from '../plan/cell.ts';
import type { CellResult } from '../run/cell-result.ts';

const cell = { width: 46, height: 26 };
const left = 130;
const top = 92;
const participants: readonly Participant[] = ['round_robin', 'no retries', 'retries', 'hedging'];
const initials: Readonly<Record<Participant, string>> = {
  round_robin: 'RR',
  'no retries': 'none',
  retries: 'retry',
  hedging: 'hedge',
};

interface Column {
  readonly kind: CallKind;
  readonly replicas: number;
  readonly participant: Participant;
}

export function drawHeatMap(cells: readonly CellResult[]): string {
  const columns = columnsOf(cells);
  const rows = scenarioNames.filter((name) => cells.some(({ scenario }) => scenario === name));
  const width = left + columns.length * cell.width + 20;
  const height = top + rows.length * cell.height + 60;
  const squares = cells.map((result) => {
    const x = left + columns.findIndex((column) => isIn(column, result)) * cell.width;
    const y = top + rows.indexOf(result.scenario) * cell.height;
    return drawCell(result, x, y);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    text(left, 22, 'Failed calls, while the fault is there', 15, 'start'),
    ...drawColumnTitles(columns),
    ...rows.map((name, index) => drawRowTitle(name, index)),
    ...squares,
    ...drawLegend(height - 34),
    '</svg>',
    '',
  ].join('\n');
}

function columnsOf(cells: readonly CellResult[]): readonly Column[] {
  const sizes = [...new Set(cells.map(({ replicas }) => replicas))].sort((a, b) => a - b);
  return callKinds
    .flatMap((kind) => sizes.map((replicas) => ({ kind, replicas })))
    .flatMap((place) => participants.map((participant) => ({ ...place, participant })))
    .filter((column) => cells.some((result) => isIn(column, result)));
}

function isIn(column: Column, result: CellResult): boolean {
  return (
    column.kind === result.kind &&
    column.replicas === result.replicas &&
    column.participant === result.participant
  );
}

function drawCell({ figures, verdicts }: CellResult, x: number, y: number): string {
  const share = figures.calls === 0 ? 0 : figures.failed / figures.calls;
  const isMissed = verdicts.some(({ isMet }) => !isMet);
  const frame = isMissed ? 'stroke="#b3261e" stroke-width="2"' : 'stroke="#fff"';
  const label = figures.failed === 0 ? '0' : share < 0.0995 ? percent(share, 1) : percent(share, 0);
  return (
    `<rect x="${x + 1}" y="${y + 1}" width="${cell.width - 2}" height="${cell.height - 2}" ` +
    `fill="${colourOf(share)}" ${frame}/>` +
    text(x + cell.width / 2, y + 17, label, 10, 'middle', share > 0.25 ? '#fff' : '#222')
  );
}

/** Green where nothing failed; from pale to dark by orders of magnitude, as users feel it. */
function colourOf(share: number): string {
  if (share === 0) return '#b7dfc3';
  const scale = Math.min(1, Math.max(0, (Math.log10(share) + 3.5) / 3.5));
  const mix = (from: number, to: number): number => Math.round(from + (to - from) * scale);
  return `rgb(${mix(253, 140)},${mix(243, 25)},${mix(214, 20)})`;
}

function drawColumnTitles(columns: readonly Column[]): readonly string[] {
  return columns.flatMap(({ kind, replicas, participant }, index) => {
    const x = left + index * cell.width;
    const before = columns[index - 1];
    const isNewPlace = before?.kind !== kind || before.replicas !== replicas;
    return [
      text(x + cell.width / 2, top - 8, initials[participant], 10, 'middle'),
      ...(isNewPlace
        ? [
            text(x + 2, top - 26, `${replicas} replicas`, 10, 'start', '#666'),
            `<line x1="${x}" x2="${x}" y1="${top - 52}" y2="${top - 4}" stroke="#bbb"/>`,
          ]
        : []),
      ...(before?.kind === kind ? [] : [text(x + 2, top - 42, kind, 12, 'start')]),
    ];
  });
}

function drawRowTitle(name: ScenarioName, index: number): string {
  return text(left - 8, top + index * cell.height + 17, name, 11, 'end');
}

function drawLegend(y: number): readonly string[] {
  const steps = [0, 0.001, 0.01, 0.1, 0.5];
  return [
    ...steps.flatMap((share, index) => {
      const x = left + index * 70;
      return [
        `<rect x="${x}" y="${y}" width="14" height="14" fill="${colourOf(share)}"/>`,
        text(
          x + 20,
          y + 11,
          share === 0 ? 'none' : percent(share, share < 0.01 ? 1 : 0),
          10,
          'start',
        ),
      ];
    }),
    `<rect x="${left + 361}" y="${y + 1}" width="12" height="12" fill="none" stroke="#b3261e" stroke-width="2"/>`,
    text(left + 380, y + 11, 'a goal is not met', 10, 'start'),
  ];
}

function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)}%`;
}

function text(
  x: number,
  y: number,
  content: string,
  size: number,
  anchor: 'start' | 'middle' | 'end',
  fill = '#222',
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${fill}">${content}</text>`;
}
