import type { preValidationHookHandler } from 'fastify';

const wholeNumber = /^-?(?:0|[1-9][0-9]{0,14})$/;

/**
 * A hook that reads the named query parameters as whole numbers. What is none stays text, so
 * that the schema refuses it: nothing is guessed.
 */
export function readIntegers(...names: readonly string[]): preValidationHookHandler {
  return (request, _reply, done) => {
    const query = request.query as Record<string, unknown>;
    for (const name of names) {
      const value = query[name];
      if (typeof value === 'string' && wholeNumber.test(value)) query[name] = Number(value);
    }
    done();
  };
}
