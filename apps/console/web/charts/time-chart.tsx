import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { NONE } from '../format/figures.ts';
import { isDark } from './theme.ts';

export interface Series {
  readonly name: string;
  /** One value for each moment; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Number of the colour, from 1; each line of a chart has a dash of its own besides. */
  readonly hue: number;
}

export interface TimeChartProps {
  readonly title: string;
  /** Moments, in epoch milliseconds. */
  readonly timesMs: readonly number[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The top of the scale; absent: as the values need. */
  readonly max?: number;
  /** The bottom of the scale, given the least value; absent: 0. */
  readonly floor?: (low: number) => number;
  /** The least that the top may be, so that noise does not look like drama. */
  readonly minTop?: number;
  readonly height?: number;
  /** Moments to mark: an experiment's begin and end. */
  readonly marksMs?: readonly { readonly atMs: number; readonly text: string }[];
}

const dashes: readonly number[][] = [[], [6, 3], [2, 3], [9, 3, 2, 3], [4, 2], [1, 2]];

/** Lines over time. The legend is HTML, with the latest figures, and is the text of the chart. */
export function TimeChart(props: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const dark = isDark.value;
  const isEmpty = props.series.every(({ values }) => latestOf(values) === null);
  const shape = props.series.map(({ name, hue }) => `${name}:${hue}`).join('|');

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const created = new uPlot(optionsOf(latest, element), dataOf(latest.current), element);
    plot.current = created;
    const sizes = new ResizeObserver(() => {
      created.setSize({ width: element.clientWidth, height: latest.current.height ?? 140 });
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      created.destroy();
      plot.current = undefined;
    };
  }, [shape, dark]);

  useEffect(() => plot.current?.setData(dataOf(props)));

  return (
    <figure class="chart">
      <figcaption>
        <h3>{props.title}</h3>
        <ul class="legend">
          {props.series.map(({ name, values, hue }, index) => (
            <li key={name}>
              <svg class="legend-line" viewBox="0 0 22 4" aria-hidden="true">
                <path
                  d="M0 2H22"
                  stroke={`var(--series-${hue})`}
                  stroke-width="3"
                  stroke-dasharray={dashOf(index).join(' ')}
                />
              </svg>
              {name} <strong>{show(latestOf(values), props.format)}</strong>
            </li>
          ))}
        </ul>
      </figcaption>
      <div
        ref={box}
        class="chart-box"
        data-empty={isEmpty ? 'No figures yet' : undefined}
        style={{ height: `${props.height ?? 140}px` }}
        aria-hidden="true"
      />
    </figure>
  );
}

const dashOf = (index: number) => dashes[index % dashes.length] ?? [];

const show = (value: number | null, format: (value: number) => string) =>
  value === null ? NONE : format(value);

/** The last figure there is. */
function latestOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

function dataOf({ timesMs, series }: TimeChartProps): uPlot.AlignedData {
  return [timesMs.map((ms) => ms / 1000), ...series.map(({ values }) => [...values])];
}

function optionsOf(latest: { current: TimeChartProps }, element: HTMLElement): uPlot.Options {
  const styles = getComputedStyle(element);
  const colour = (name: string) => resolveColour(element, styles.getPropertyValue(name));
  const { series, height = 140 } = latest.current;
  const [axis, grid] = [colour('--ink-3'), colour('--line')];
  const font = `11px ${styles.fontFamily}`;
  const common = { stroke: axis, font, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: {
      y: {
        range: (_plot, low, high) => [
          latest.current.floor?.(low ?? 1) ?? 0,
          topOf(latest.current, high),
        ],
      },
    },
    axes: [
      {
        ...common,
        size: 22,
        grid: { show: false },
        space: 70,
        values: (_plot, at) => at.map(clock),
      },
      {
        ...common,
        size: 56,
        space: 34,
        grid: { stroke: grid, width: 1 },
        values: (_plot, ticks) => ticks.map((tick) => latest.current.format(tick)),
      },
    ],
    series: [
      {},
      ...series.map(({ name, hue }, index) => ({
        label: name,
        stroke: colour(`--series-${hue}`),
        width: 1.75,
        dash: dashOf(index),
        points: { show: false },
      })),
    ],
    hooks: { draw: [(plot) => drawMarks(plot, latest.current.marksMs ?? [], axis, font)] },
  };
}

function topOf({ max, minTop = 0 }: TimeChartProps, high: number | null): number {
  return max ?? Math.max((high ?? 0) * 1.12, minTop, Number.MIN_VALUE);
}

const clock = (seconds: number) => new Date(seconds * 1000).toTimeString().slice(0, 8);

function drawMarks(
  plot: uPlot,
  marks: NonNullable<TimeChartProps['marksMs']>,
  stroke: string,
  font: string,
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = stroke;
  ctx.setLineDash([3, 3]);
  ctx.font = font.replace('11px', `${11 * devicePixelRatio}px`);
  for (const { atMs, text } of marks) {
    const x = plot.valToPos(atMs / 1000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const isLeft = x < bbox.left + bbox.width / 2;
    ctx.textAlign = isLeft ? 'left' : 'right';
    ctx.fillText(text, x + (isLeft ? 4 : -4) * devicePixelRatio, bbox.top + 9 * devicePixelRatio);
  }
  ctx.restore();
}

/** A canvas knows no `light-dark()`: the browser says what it comes to. */
function resolveColour(element: HTMLElement, value: string): string {
  element.style.color = value;
  const resolved = getComputedStyle(element).color;
  element.style.color = '';
  return resolved;
}
