// The JSON Schema of a policy file (draft 2020-12). schema/policy.schema.json is its copy for
// editors; a test keeps the two the same.
import { ballastSchema } from './ballast-schema.ts';
import { closed, duration, methodNames } from './schema-parts.ts';

const codeNames = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND'],
  ...['ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION'],
  ...['ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS'],
  'UNAUTHENTICATED',
];

const statusCode = {
  anyOf: [{ enum: codeNames }, { type: 'integer', minimum: 0, maximum: 16 }],
  description: 'A gRPC status by name or number.',
};

const maxAttempts = { type: 'integer', minimum: 2, description: 'The first attempt included.' };

const bytes = { type: 'integer', minimum: 0 };

const retryPolicy = closed(
  {
    maxAttempts,
    initialBackoff: duration,
    maxBackoff: duration,
    backoffMultiplier: { type: 'number', exclusiveMinimum: 0 },
    retryableStatusCodes: { type: 'array', items: statusCode, minItems: 1, uniqueItems: true },
  },
  ['maxAttempts', 'initialBackoff', 'maxBackoff', 'backoffMultiplier', 'retryableStatusCodes'],
);

const hedgingPolicy = closed(
  {
    maxAttempts,
    hedgingDelay: duration,
    nonFatalStatusCodes: { type: 'array', items: statusCode, uniqueItems: true },
  },
  ['maxAttempts'],
);

const methodConfig = closed(
  {
    name: methodNames,
    waitForReady: { type: 'boolean' },
    timeout: duration,
    maxRequestBytes: bytes,
    maxResponseBytes: bytes,
    retryPolicy,
    hedgingPolicy,
  },
  ['name'],
);

export const policySchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://ballast.dev/schemas/policy.schema.json',
  title: 'A failure policy: a gRPC service config',
  ...closed({
    $schema: { type: 'string', description: 'Where editors find this schema; not read.' },
    loadBalancingConfig: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: { type: 'object' },
      },
      description: 'Balancing policies; the first that the client knows is used.',
    },
    methodConfig: { type: 'array', items: methodConfig },
    retryThrottling: closed(
      {
        maxTokens: { type: 'number', exclusiveMinimum: 0, maximum: 1000 },
        tokenRatio: { type: 'number', exclusiveMinimum: 0 },
      },
      ['maxTokens', 'tokenRatio'],
    ),
    ballast: ballastSchema,
  }),
} as const;
