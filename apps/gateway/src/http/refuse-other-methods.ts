import type { FastifyInstance, HTTPMethods } from 'fastify';
import { HttpRefusal } from '../problem/http-refusal.ts';

const knownMethods: readonly HTTPMethods[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
];

/**
 * Answers 405 with Allow (RFC 9110 section 15.5.6) where a path exists and the method does not.
 * Call it before the routes are added; `finish` after.
 */
export function refuseOtherMethods(app: FastifyInstance): { finish(): void } {
  const methodsByPath = new Map<string, Set<string>>();
  let isFinished = false;
  app.addHook('onRoute', ({ url, method }) => {
    if (isFinished) return;
    const methods = methodsByPath.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    methodsByPath.set(url, methods);
  });
  return {
    finish: () => {
      isFinished = true;
      for (const [url, methods] of methodsByPath) {
        const allow = [...methods].sort().join(', ');
        const message = `this path knows only ${allow}`;
        const refuse = (): never => {
          throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', message, { headers: { allow } });
        };
        app.route({
          url,
          method: knownMethods.filter((method) => !methods.has(method)),
          schema: { hide: true },
          exposeHeadRoute: false,
          // Before the body is read: whatever it is, it is not wanted.
          onRequest: async () => refuse(),
          handler: refuse,
        });
      }
    },
  };
}
