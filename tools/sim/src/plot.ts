export interface Bar {
  readonly group: string;
  readonly series: string;
  readonly value: number;
}

const WIDTH = 860;
const HEIGHT = 380;
const LEFT = 72;
const BOTTOM = 60;
const TOP = 50;
const COLOURS = ['#9aa5b1', '#c58f3d', '#5b8db8', '#1f7a4d', '#b9b3c9'];

/** Groups of bars on a logarithmic scale, as SVG; 0 is a bar without height. */
export function plotBars(title: string, unit: string, bars: readonly Bar[]): string {
  const groups = [...new Set(bars.map(({ group }) => group))];
  const series = [...new Set(bars.map((bar) => bar.series))];
  const values = bars.map(({ value }) => value).filter((value) => value > 0);
  const lowest = Math.min(1, Math.floor(Math.log10(Math.min(...values))));
  const decades = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...values)))) - lowest;
  const y = (value: number) =>
    HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * Math.max(0, Math.log10(value) - lowest)) / decades;
  const groupWidth = (WIDTH - LEFT - 20) / groups.length;
  const barWidth = (groupWidth * 0.8) / series.length;
  const shapes = bars.map(({ group, series: name, value }) => {
    const index = series.indexOf(name);
    const x = LEFT + groups.indexOf(group) * groupWidth + groupWidth * 0.1 + index * barWidth;
    const top = y(value);
    const colour = COLOURS[index % COLOURS.length]!;
    return (
      `<rect x="${x.toFixed(1)}" y="${top.toFixed(1)}" width="${(barWidth - 2).toFixed(1)}" ` +
      `height="${(HEIGHT - BOTTOM - top).toFixed(1)}" fill="${colour}"/>` +
      label(
        x + barWidth / 2 - 1,
        top - 4,
        value >= 1_000 ? `${(value / 1_000).toFixed(1)}k` : value.toFixed(0),
        10,
      )
    );
  });
  const axis = Array.from({ length: decades + 1 }, (_, i) => 10 ** (i + lowest)).map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH - 20}" y1="${y(value)}" y2="${y(value)}" stroke="#dde"/>` +
      `<text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end" font-size="11">${value} ${unit}</text>`,
  );
  const names = groups.map((group, i) =>
    label(LEFT + (i + 0.5) * groupWidth, HEIGHT - 38, group, 12),
  );
  const legend = series.map((name, i) => {
    const x = LEFT + i * 155;
    return (
      `<rect x="${x}" y="${HEIGHT - 22}" width="11" height="11" fill="${COLOURS[i % COLOURS.length]!}"/>` +
      `<text x="${x + 16}" y="${HEIGHT - 12}" font-size="12">${name}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif">` +
    `<rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="${LEFT}" y="24" font-size="15">${title}</text>` +
    [...axis, ...shapes, ...names, ...legend].join('') +
    '</svg>\n'
  );
}

function label(x: number, y: number, text: string, size: number): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="middle" font-size="${size}">${text}</text>`;
}
