import { STATUS_CODES } from 'node:http';
import { Code, codeName } from '@ballast/status';

/** Schema of {@link Problem}, as the documentation names it. */
export const problemSchema = {
  $id: 'Problem',
  type: 'object',
  description: 'An error (RFC 9457).',
  properties: {
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'What is wrong, for people.' },
    instance: { type: 'string', description: 'The path that was asked for.' },
    grpcStatus: {
      type: 'string',
      enum: Object.values(Code)
        .filter((code) => code !== Code.OK)
        .map(codeName),
    },
    reason: {
      type: 'string',
      description: 'What is wrong, for programs: a constant such as `INSUFFICIENT_STOCK`.',
    },
    traceId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    violations: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          in: { type: 'string', enum: ['body', 'header', 'query', 'path'] },
          field: {
            type: 'string',
            description: 'In a body a JSON Pointer (RFC 6901), elsewhere the name.',
          },
          description: { type: 'string' },
        },
        required: ['in', 'field', 'description'],
      },
    },
    metadata: { type: 'object', additionalProperties: { type: 'string' } },
  },
  required: ['type', 'title', 'status', 'detail', 'instance', 'grpcStatus', 'reason', 'traceId'],
};

/** The documented answers of these statuses, all of them problems; 500 is always possible. */
export function problems(...statuses: readonly number[]): Record<number, object> {
  return Object.fromEntries(
    [...statuses, 500].map((status) => [
      status,
      {
        description: STATUS_CODES[status],
        content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
      },
    ]),
  );
}

/** A documented answer in JSON. */
export function json(description: string, schema: object, headers?: object): object {
  return {
    description,
    content: { 'application/json': { schema } },
    ...(headers === undefined ? {} : { headers }),
  };
}

/** A documented stream of server-sent events, whose data has the named schema. */
export function eventStream(description: string, dataSchema: string): object {
  return {
    description: `${description} The data of each is a ${dataSchema}.`,
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  };
}
