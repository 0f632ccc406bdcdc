import { sparkPath } from './spark-path.ts';

interface SparklineProps {
  readonly values: readonly (number | null)[];
  /** Where the top is. Absent: the greatest of the values. */
  readonly max?: number;
  /** What a screen reader says in its place. */
  readonly label: string;
  readonly tone?: string;
}

const width = 120;
const height = 28;

/** The last minutes of one figure, without axes: the figure itself stands beside it. */
export function Sparkline({ values, max, label, tone = '' }: SparklineProps) {
  const top = max ?? Math.max(0, ...values.map((value) => value ?? 0)) * 1.08;
  const { line, area } = sparkPath(values, { width, height, max: top });
  return (
    <svg
      class={`sparkline ${tone}`}
      viewBox={`0 -1 ${width} ${height + 2}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path class="spark-area" d={area} />
      <path class="spark-line" d={line} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
