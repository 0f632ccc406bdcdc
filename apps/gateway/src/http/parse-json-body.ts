import type { FastifyInstance } from 'fastify';
import { HttpRefusal } from '../problem/http-refusal.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Makes JSON in UTF-8 the one accepted body. Node's own decoding would put U+FFFD in the place
 * of bad bytes and let an order through that nobody wrote.
 */
export function acceptJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (_request, body: Buffer, done) => {
      try {
        done(null, parseJsonBody(body));
      } catch (error) {
        done(error as HttpRefusal, undefined);
      }
    },
  );
}

/** Parses a body; an empty one is undefined. Throws HttpRefusal (400). */
export function parseJsonBody(body: Uint8Array): unknown {
  if (body.length === 0) return undefined;
  let text: string;
  try {
    text = utf8.decode(body);
  } catch (cause) {
    throw new HttpRefusal(400, 'INVALID_UTF8', 'the body is not UTF-8', { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new HttpRefusal(400, 'INVALID_JSON', `the body is not JSON: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read';
}
