import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonBody } from './parse-json-body.ts';

test('every JSON value is read as it was written', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
    }),
  );
});

test('bytes are read exactly when they are UTF-8', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      const text = Buffer.concat([Buffer.from('"'), bytes, Buffer.from('"')]);
      const reason = reasonOf(() => parseJsonBody(text));
      expect(reason === 'INVALID_UTF8').toBe(!isValidUtf8(bytes));
    }),
  );
});

test('an empty body is none', () => {
  expect(parseJsonBody(new Uint8Array())).toBeUndefined();
});

test('a field named __proto__ stays a field, for the schema to refuse', () => {
  expect(Object.keys(parseJsonBody(Buffer.from('{"__proto__":{"a":1}}')) as object)).toEqual([
    '__proto__',
  ]);
});

function isValidUtf8(bytes: Uint8Array): boolean {
  return Buffer.from(Buffer.from(bytes).toString('utf8')).equals(Buffer.from(bytes));
}

function reasonOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { reason?: unknown }).reason;
  }
}
