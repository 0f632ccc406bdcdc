import type { AttributeValue } from '../api/traces.ts';
import type { ReceivedLog } from '../otlp/received.ts';

/** An object with its pointers, a record of a map, a number in a box: estimated. */
const OBJECT_BYTES = 48;

/** A record of its own, its ids, its place in lists. */
const LOG_OVERHEAD_BYTES = 400;

/** V8 takes one byte for a character, or two where one of them is beyond Latin-1. */
export function bytesOfText(text: string): number {
  return /^[\0-\xff]*$/.test(text) ? text.length : 2 * text.length;
}

/** What a log record takes, as objects. */
export function bytesOfLog({ text, attributes }: ReceivedLog): number {
  let bytes = LOG_OVERHEAD_BYTES + bytesOfText(text);
  for (const [key, value] of Object.entries(attributes)) {
    bytes += OBJECT_BYTES + bytesOfText(key) + bytesOfValue(value);
  }
  return bytes;
}

function bytesOfValue(value: AttributeValue): number {
  if (typeof value === 'string') return bytesOfText(value);
  if (typeof value !== 'object') return 0;
  return value.reduce<number>((sum, each) => sum + OBJECT_BYTES + bytesOfValue(each), 0);
}
