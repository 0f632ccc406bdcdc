/** To four digits: what a page shows, and a third of the bytes. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function roundOrNull(value: number | null): number | null {
  return value === null ? null : round(value);
}
