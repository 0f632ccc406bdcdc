// Ids of traces and spans, in hex. Cut from one string of many digits: to ask for random bytes, and
// to write them down, costs as much for a thousand as for eight.
import { randomFillSync } from 'node:crypto';

/** Few: an id that is kept keeps the digits that it was cut from. */
const bytes = Buffer.allocUnsafe(512);
let digits = '';
let used = 0;

/** 32 digits, not all zero. */
export function createTraceId(): string {
  return cut(32);
}

/** 16 digits, not all zero. */
export function createSpanId(): string {
  return cut(16);
}

function cut(length: number): string {
  if (used + length > digits.length) {
    digits = randomFillSync(bytes).toString('hex');
    used = 0;
  }
  const id = digits.slice(used, (used += length));
  return isZero(id) ? cut(length) : id;
}

/** W3C Trace Context, section 3.2.2.3: all zeroes are invalid. */
function isZero(id: string): boolean {
  for (let at = 0; at < id.length; at += 1) if (id.charCodeAt(at) !== ZERO) return false;
  return true;
}

const ZERO = 48;
