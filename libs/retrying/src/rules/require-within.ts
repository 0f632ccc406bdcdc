/** @throws RangeError naming field, rule and value. */
export function requireWithin(field: string, value: unknown, least: number, most: number): void {
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw refuse(field, `must be a number within [${least}, ${most}]`, value);
  }
}

/** @throws RangeError naming field, rule and value. */
export function requireWholeWithin(field: string, value: unknown, least: number, most: number) {
  if (!Number.isInteger(value)) throw refuse(field, 'must be a whole number', value);
  requireWithin(field, value, least, most);
}

export function refuse(field: string, rule: string, value: unknown): RangeError {
  return new RangeError(
    `retrying: ${field} ${rule}, got ${JSON.stringify(value) ?? String(value)}`,
  );
}
