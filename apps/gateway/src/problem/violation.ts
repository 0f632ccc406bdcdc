import type { FieldViolation } from '@ballast/status';
import type { FastifySchemaValidationError } from 'fastify';

/** One part of a request that is not as it has to be. */
export interface Violation {
  readonly in: 'body' | 'header' | 'query' | 'path';
  /** In a body a JSON Pointer (RFC 6901), `/items/0/quantity`; elsewhere the name. */
  readonly field: string;
  /** The rule, and the value where it is short. */
  readonly description: string;
}

/** At most so many are told; the rest would only make the answer long. */
const maxViolations = 20;
const maxShownCharacters = 64;

const places = {
  body: 'body',
  headers: 'header',
  querystring: 'query',
  params: 'path',
} as const;

/** Which part of a request a schema was for. */
export type ValidatedPart = keyof typeof places;

/** The violations that a schema found in one part of a request. */
export function violationsFromSchema(
  errors: readonly FastifySchemaValidationError[],
  part: ValidatedPart,
): readonly Violation[] {
  return errors.slice(0, maxViolations).map((error) => {
    const pointer = `${error.instancePath}${memberOf(error)}`;
    return {
      in: places[part],
      field: part === 'body' ? pointer : nameOf(pointer, part),
      description: describe(error),
    };
  });
}

/** The violations that a service found; its field names are the proto's. */
export function violationsFromStatus(
  violations: readonly FieldViolation[],
  hasBody: boolean,
): readonly Violation[] {
  return violations.slice(0, maxViolations).map(({ field, description }) => {
    if (field === 'idempotency_key') return { in: 'header', field: 'Idempotency-Key', description };
    if (field === 'order_id') return { in: 'path', field: 'orderId', description };
    const pointer = pointerFromPath(field);
    return hasBody
      ? { in: 'body', field: pointer, description }
      : { in: 'query', field: pointer.slice(1), description };
  });
}

/** `items[2].unit_price` becomes `/items/2/unitPrice`. */
export function pointerFromPath(path: string): string {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  return steps.map((step) => `/${escapeStep(camelCase(step))}`).join('');
}

function memberOf({ keyword, params }: FastifySchemaValidationError): string {
  const member =
    keyword === 'required'
      ? params['missingProperty']
      : keyword === 'additionalProperties'
        ? params['additionalProperty']
        : undefined;
  return typeof member === 'string' ? `/${escapeStep(shorten(member))}` : '';
}

function nameOf(pointer: string, part: ValidatedPart): string {
  const name = pointer.slice(1);
  // HTTP's names have no case; this is the one that the documentation writes.
  return part === 'headers' ? name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name;
}

function describe(error: FastifySchemaValidationError & { readonly data?: unknown }): string {
  if (error.keyword === 'required') return 'is required';
  if (error.keyword === 'additionalProperties') return 'is not known here';
  const rule = error.message ?? 'is not valid';
  const { data } = error;
  const isShown = data === null || (typeof data !== 'object' && data !== undefined);
  return isShown ? `${rule}, got ${shorten(JSON.stringify(data))}` : rule;
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function shorten(text: string): string {
  return text.length <= maxShownCharacters ? text : `${text.slice(0, maxShownCharacters)}…`;
}
