import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { RequestTrace } from './request-trace.ts';

const traces = new WeakMap<IncomingMessage, RequestTrace>();

/** Begins the trace of a request; its id is the request's id from here on. */
export function beginTrace(request: IncomingMessage): string {
  const trace = new RequestTrace(request);
  traces.set(request, trace);
  return trace.traceId;
}

export function findTrace(request: IncomingMessage): RequestTrace | undefined {
  return traces.get(request);
}

/** Ends each request's span with its answer, or when its caller leaves. */
export function traceRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, { raw }, done) => {
    const trace = findTrace(request.raw);
    trace?.routed(request.routeOptions.url);
    // Until headers are sent, Node's statusCode is the 200 that an answer would begin with.
    raw.once('close', () =>
      trace?.end(raw.headersSent ? raw.statusCode : undefined, raw.writableFinished),
    );
    done();
  });
}
