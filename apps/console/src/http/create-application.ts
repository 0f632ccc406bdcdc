import helmet from '@fastify/helmet';
import type { Logger } from '@ballast/logging';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { judgeOrigin } from './foreign-pages.ts';
import { createProblem, HttpRefusal, sendProblem } from './problem.ts';

export interface ApplicationOptions {
  readonly logger: Logger;
  /** Names by which browsers may come, without port. */
  readonly allowedHosts: readonly string[];
}

const MAX_BODY_BYTES = 65_536;
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/** Whoever sends spans may come by whatever name, as a service of a cluster, unless it is a page. */
const RECEIVER = /^\/v1\/(traces|metrics|logs)$/;
const PROBE = /^\/(livez|readyz)$/;

/** An application without routes: for pages of its own, and for nobody else's. */
export async function createApplication(options: ApplicationOptions): Promise<FastifyInstance> {
  const { logger } = options;
  const hosts = new Set(
    [...loopbackHosts, ...options.allowedHosts].map((name) => name.toLowerCase()),
  );
  const app = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (error, _request, reply) => sendProblem(reply, toProblem(error)),
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // Bars and marks have their width and place in a style attribute.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: true,
    referrerPolicy: { policy: 'no-referrer' },
    // There is no TLS on loopback, and a browser would remember it for other programs' ports too.
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const { host, origin, 'sec-fetch-site': site } = request.headers;
    const isPage = origin !== undefined || site !== undefined;
    // Kubernetes probes a pod by its address. No page can leave `origin` out of what it posts.
    if (PROBE.test(path) || (RECEIVER.test(path) && !isPage)) return;
    const verdict = judgeOrigin(
      {
        host,
        origin,
        secFetchSite: isNavigation(request.headers) ? undefined : String(site ?? 'none'),
      },
      hosts,
    );
    if (verdict.kind === 'foreign') throw new HttpRefusal(403, verdict.reason, verdict.detail);
    reply.header('cache-control', 'no-store');
  });
  app.addHook('preParsing', async (request) => {
    const isReceiver = RECEIVER.test(request.url.split('?')[0] ?? '');
    // A form of another page can send everything but JSON without being asked first (CORS).
    const type = request.headers['content-type'] ?? '';
    if (request.method !== 'POST' || isReceiver || /^application\/json\s*(;|$)/i.test(type)) return;
    throw new HttpRefusal(
      415,
      'NOT_JSON',
      `the body must be application/json, got ${JSON.stringify(type)}`,
    );
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500 && !(error instanceof HttpRefusal)) {
      logger.error({ url: request.url, error }, 'a request failed');
    }
    sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request) => {
    throw new HttpRefusal(404, 'NOT_FOUND', `nothing is at ${request.url.slice(0, 100)}`);
  });
  return app;
}

/** A link from elsewhere may open the page: it can read nothing of it, and presses no button. */
function isNavigation(headers: Record<string, unknown>): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

function toProblem(error: Error & { statusCode?: number }) {
  if (error instanceof HttpRefusal) {
    return createProblem(error.status, error.reason, error.message);
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) return createProblem(500, 'INTERNAL', 'this is a mistake of the console');
  return createProblem(status, 'BAD_REQUEST', error.message);
}
