import { status } from '@grpc/grpc-js';
import { refuse } from './require-within.ts';

/** Names (`"UNAVAILABLE"`, in any case) or numbers. @throws RangeError naming field, rule and value. */
export function parseStatusCodes(field: string, values: unknown): readonly status[] {
  if (!Array.isArray(values)) throw refuse(field, 'must be a list of status codes', values);
  return values.map((value: unknown, index) => {
    const code = typeof value === 'string' ? codeOf(value.toUpperCase()) : value;
    if (typeof code === 'number' && code !== status.OK && status[code] !== undefined) return code;
    throw refuse(`${field}[${index}]`, 'must be the name or number of a failure', value);
  });
}

function codeOf(name: string): unknown {
  return (status as unknown as Record<string, unknown>)[name];
}
