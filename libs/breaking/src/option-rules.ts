const MAX_INT32 = 2 ** 31 - 1;

/** @throws RangeError naming the field, the rule and the value. */
export function numberWithin(field: string, value: number, min: number, max = MAX_INT32): number {
  if (value >= min && value <= max) return value;
  throw new RangeError(`breaking.${field} must be within ${min} to ${max}, got ${value}`);
}

/** @throws RangeError naming the field, the rule and the value. */
export function wholeWithin(field: string, value: number, min: number, max = MAX_INT32): number {
  if (Number.isInteger(value)) return numberWithin(field, value, min, max);
  throw new RangeError(`breaking.${field} must be a whole number, got ${value}`);
}
