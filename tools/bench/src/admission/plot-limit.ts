import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Gradient2, type Limiter, Vegas } from './peers.ts';
import { kneeOf, Ours, Simulation } from './simulation.ts';

const file = join(import.meta.dirname, '../../../../docs/results/admission-limit.svg');
const [width, height, top, left] = [640, 220, 40, 50];
const most = 80;
const seconds = 30;
const limiters: readonly [string, string, () => Limiter][] = [
  ['@ballast/admission', '#2b6cb0', () => new Ours()],
  ['Gradient2', '#b7791f', () => new Gradient2()],
  ['Vegas', '#7b341e', () => new Vegas()],
];
const many = { workers: 40, serviceMs: 10, load: 2 };
const few = { workers: 10, serviceMs: 10, load: 2 };
/** From 40 workers to 10 and back, each for so long. */
const scenes = [many, few, many];

const x = (second: number) => left + (second / seconds) * width;
const y = (limit: number) => top + height - (Math.min(limit, most) / most) * height;
const polyline = (points: readonly string[], style: string) =>
  `<polyline points="${points.join(' ')}" fill="none" ${style}/>`;

/** The limit over time under twice the load, with the capacity falling to a quarter and back. */
export async function drawLimit(): Promise<void> {
  const each = seconds / scenes.length;
  const knee = scenes.flatMap((scene, i) =>
    [i * each, (i + 1) * each].map((second) => `${x(second)},${y(kneeOf(scene))}`),
  );
  const lines = limiters.map(([name, colour, create], i) => {
    const simulation = new Simulation(create(), 1);
    simulation.run(3_000, { ...many, load: 0.5 });
    const limits = scenes.flatMap((scene) => simulation.run(each * 1_000, scene).limits);
    const points = limits.map(
      (limit, at) => `${x((at + 1) / 10).toFixed(1)},${y(limit).toFixed(1)}`,
    );
    const label = `<text x="${left + 10 + i * 150}" y="22" fill="${colour}">${name}</text>`;
    return label + polyline(points, `stroke="${colour}" stroke-width="1.5"`);
  });
  const grid = [0, 20, 40, 60, 80].map(
    (limit) =>
      `<line x1="${left}" x2="${left + width}" y1="${y(limit)}" y2="${y(limit)}" stroke="#eee"/><text x="${left - 6}" y="${y(limit) + 4}" text-anchor="end">${limit}</text>`,
  );
  const ticks = [0, 10, 20, 30].map(
    (second) =>
      `<text x="${x(second)}" y="${top + height + 16}" text-anchor="middle">${second} s</text>`,
  );
  await writeFile(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 30} ${top + height + 30}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${left + 460}" y="22" fill="#666">the right limit (dashed)</text>
${[...grid, ...ticks].join('\n')}
${polyline(knee, 'stroke="#666" stroke-dasharray="6 4"')}
${lines.join('\n')}
</svg>
`,
  );
}
