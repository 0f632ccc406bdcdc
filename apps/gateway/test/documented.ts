// Every answer in the tests is held to what the gateway's own document says of it.
import { AjvCompiler } from '@fastify/ajv-compiler';
import { expect } from 'vitest';

/** The parts of an OpenAPI document that are looked at. */
export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

const buildCompiler = AjvCompiler();
const compile = buildCompiler(
  {},
  {
    customOptions: { strict: false, coerceTypes: false, removeAdditional: false, allErrors: true },
  },
);

export async function readOpenApi(url: string): Promise<OpenApi> {
  return (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
}

const validators = new WeakMap<object, ReturnType<typeof compile>>();

function createValidator(document: OpenApi, schema: object): ReturnType<typeof compile> {
  return compile({
    schema: { ...schema, components: document.components },
    method: 'GET',
    url: '/',
    httpPart: 'body',
  });
}

/** Expects a value to fit a schema of the document. */
export function expectSchema(document: OpenApi, schema: object, value: unknown): void {
  const validate = validators.get(schema) ?? createValidator(document, schema);
  validators.set(schema, validate);
  const isValid = validate(value);
  const errors: unknown = 'errors' in validate ? validate.errors : undefined;
  expect({ isValid, errors: isValid === true ? undefined : errors, value }).toMatchObject({
    isValid: true,
  });
}

/** Holds one answer to the document; `path` is templated, as in `/v1/orders/{orderId}`. */
export function expectDocumented(
  document: OpenApi,
  path: string,
  method: string,
  answer: { status: number; contentType: string | null; body: unknown },
): void {
  const responses = document.paths[path]?.[method.toLowerCase()]?.responses;
  expect(Object.keys(responses ?? {})).toContain(String(answer.status));
  const content = responses?.[String(answer.status)]?.content;
  const mediaType = answer.contentType?.split(';')[0] ?? '';
  expect(Object.keys(content ?? { '': {} })).toContain(mediaType);
  const schema = content?.[mediaType]?.schema;
  if (schema !== undefined) expectSchema(document, schema, answer.body);
}
