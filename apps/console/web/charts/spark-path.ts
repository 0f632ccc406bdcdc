/** A line through values, and the area below it, in a box; values that are missing break it. */
export function sparkPath(
  values: readonly (number | null)[],
  { width, height, max }: { width: number; height: number; max: number },
): { line: string; area: string } {
  const step = values.length > 1 ? width / (values.length - 1) : width;
  let line = '';
  let area = '';
  let startX: number | undefined;
  let lastX = 0;
  const close = () => {
    if (startX !== undefined) area += `L${lastX} ${height}L${startX} ${height}Z`;
    startX = undefined;
  };
  values.forEach((value, index) => {
    if (value === null) return close();
    const x = round(index * step);
    const y = round(max > 0 ? height - (Math.min(value, max) / max) * height : height);
    const verb = startX === undefined ? 'M' : 'L';
    startX ??= x;
    lastX = x;
    line += `${verb}${x} ${y}`;
    area += `${verb}${x} ${y}`;
  });
  close();
  return { line, area };
}

const round = (value: number) => Math.round(value * 10) / 10;
