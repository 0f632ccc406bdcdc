import type { Server } from 'node:http';
import helmet from '@fastify/helmet';
import type { Logger } from '@ballast/logging';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { HttpRefusal } from '../problem/http-refusal.ts';
import { sendProblem } from '../problem/send-problem.ts';
import { verdictFromError } from '../problem/verdict-from-error.ts';
import { answerClientError } from './answer-client-error.ts';
import { logAnswers } from './log-answers.ts';
import { acceptJsonBodies } from './parse-json-body.ts';
import { beginTrace, traceRequests } from './trace-requests.ts';

/** What every route of the application has in common. */
export interface ApplicationOptions {
  readonly logger: Logger;
  readonly maxBodyBytes: number;
  /** Its requests are answered from here on. */
  readonly server: Server;
  /** Whether each answer is to close its connection. */
  readonly isClosing: () => boolean;
}

/** A body that was refused for its length is read on to its end, up to this. */
const maxDiscardedBytes = 32 * 1024 * 1024;

/** Creates a Fastify application without routes: strict in what it reads, plain in what it says. */
export async function createApplication(options: ApplicationOptions): Promise<FastifyInstance> {
  const { logger, maxBodyBytes, server, isClosing } = options;
  const app = Fastify({
    serverFactory: (listener) => server.on('request', listener),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      // Before any hook has run: what they would add is said here.
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      sendProblem(request, reply, verdictFromError(error, false));
    },
    // Draining is ours (drain.ts): Fastify would refuse requests that can still be answered.
    return503OnClosing: false,
    forceCloseConnections: false,
    bodyLimit: maxBodyBytes,
    routerOptions: { maxParamLength: 256 },
    requestIdHeader: false,
    genReqId: beginTrace,
    ajv: {
      customOptions: {
        // "3" is not 3, and a field that nobody knows is a mistake that somebody made.
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        // All violations at once. What that may cost is bounded by `bodyLimit`.
        allErrors: true,
        verbose: true,
      },
    },
  });
  // The schemas document what is sent; the tests hold what is sent to them.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  traceRequests(app);
  acceptJsonBodies(app);

  await app.register(helmet, {
    // An API: whoever renders its answers may do nothing with them.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  app.addHook('onSend', async (request, reply) => {
    if (isClosing()) {
      reply.header('connection', 'close');
      return;
    }
    // Fastify would end the connection of a body that is too long. A peer that is cut off while it sends may
    // lose the answer with the connection.
    const announced = Number(request.headers['content-length'] ?? 0);
    if (reply.getHeader('connection') !== 'close' || announced > maxDiscardedBytes) return;
    // Not by taking the header away: of an answer without one Node promises nothing, and whoever is promised
    // nothing sends on a connection that ends.
    reply.header('connection', 'keep-alive');
    reply.header('keep-alive', `timeout=${Math.floor(server.keepAliveTimeout / 1000)}`);
  });
  logAnswers(app, logger);

  app.setErrorHandler((error, request, reply) => {
    const verdict = verdictFromError(error, request.method === 'POST');
    const { url, id: traceId } = request;
    if (verdict.status === 500) logger.error({ traceId, url, error }, 'a request failed');
    sendProblem(request, reply, verdict);
  });
  app.setNotFoundHandler((request) => {
    throw new HttpRefusal(404, 'ROUTE_NOT_FOUND', `nothing is at ${request.url.slice(0, 100)}`);
  });
  return app;
}
