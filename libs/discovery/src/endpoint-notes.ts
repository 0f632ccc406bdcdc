// Notes as people and programs write them into JSON: in an endpoints file, in etcd.
import type { EndpointNotes } from './endpoint.ts';

/** Either the notes or what is wrong, as `field: rule`, and the value. */
export type ParsedNotes =
  | { readonly kind: 'notes'; readonly notes: EndpointNotes }
  | {
      readonly kind: 'broken';
      readonly field: string;
      readonly rule: string;
      readonly value: unknown;
    };

/** So large that no one means more, so small that sums stay exact enough. */
const maxWeight = 1_000_000;

/** Reads `zone`, `weight` and `hashKey` of an object; null is taken for absent. */
export function parseNotes(fields: Readonly<Record<string, unknown>>): ParsedNotes {
  const { zone, weight, hashKey } = fields;
  for (const [field, value] of Object.entries({ zone, hashKey })) {
    if (value == null) continue;
    if (typeof value !== 'string' || value === '' || value !== value.trim())
      return { kind: 'broken', field, rule: 'must be a text without space around it', value };
  }
  if (weight != null && !(typeof weight === 'number' && weight > 0 && weight <= maxWeight)) {
    const rule = `must be a number above 0, up to ${maxWeight}`;
    return { kind: 'broken', field: 'weight', rule, value: weight };
  }
  const notes = {
    ...(zone != null && { zone: zone as string }),
    ...(weight != null && { weight }),
    ...(hashKey != null && { hashKey: hashKey as string }),
  };
  return { kind: 'notes', notes };
}
