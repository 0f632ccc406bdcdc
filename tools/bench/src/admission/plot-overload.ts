import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Table } from '../table.ts';

const file = join(import.meta.dirname, '../../../../docs/results/admission.svg');
const width = 330;
const height = 200;
const colours = { bare: '#b23b3b', admission: '#2b6cb0' };

/** Goodput over load, of what the tables say: docs/results/admission.svg. */
export async function drawOverload(waiting: Table, computing: Table): Promise<void> {
  const panels = [
    [waiting, 0],
    [computing, width + 60],
  ] as const;
  const body = panels.map(([table, x]) => panel(table, x)).join('\n');
  await writeFile(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width + 130} ${height + 90}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
${body}
</svg>
`,
  );
}

function panel({ title, rows }: Table, offset: number): string {
  const x = (load: number) => 45 + (load / 4) * width;
  const y = (share: number) => 40 + height - (Math.min(share, 125) / 125) * height;
  const line = (who: 'bare' | 'admission') => {
    const points = rows
      .filter(([name]) => String(name).endsWith(who))
      .map(([name, goodput]) => [parseFloat(String(name)), parseFloat(String(goodput))] as const);
    const path = points.map(([load, share]) => `${x(load)},${y(share)}`).join(' ');
    const dots = points
      .map(
        ([load, share]) =>
          `<circle cx="${x(load)}" cy="${y(share)}" r="3" fill="${colours[who]}"/>`,
      )
      .join('');
    const [lastLoad, lastShare] = points.at(-1)!;
    return `<polyline points="${path}" fill="none" stroke="${colours[who]}" stroke-width="2"/>${dots}<text x="${x(lastLoad) - 4}" y="${y(lastShare) - 8}" text-anchor="end" fill="${colours[who]}">${who}</text>`;
  };
  const grid = [0, 50, 100]
    .map(
      (share) =>
        `<line x1="45" x2="${45 + width}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/><text x="40" y="${y(share) + 4}" text-anchor="end">${share} %</text>`,
    )
    .join('');
  const ticks = [1, 2, 3, 4]
    .map((load) => `<text x="${x(load)}" y="${height + 56}" text-anchor="middle">${load} ×</text>`)
    .join('');
  return `<g transform="translate(${offset} 0)"><text x="45" y="20" font-weight="bold">${title}</text>${grid}${ticks}<text x="${45 + width / 2}" y="${height + 76}" text-anchor="middle">load, of capacity; height: goodput, % of capacity</text>${line('bare')}${line('admission')}</g>`;
}
