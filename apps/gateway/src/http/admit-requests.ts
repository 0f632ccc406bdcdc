import { createAdmission, type Criticality } from '@ballast/admission';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpRefusal } from '../problem/http-refusal.ts';

/** Where an event stream is asked for: those have places of their own (events/stream-slots.ts). */
const streams = /\/events$/;

/**
 * Refuses what the gateway cannot answer in time, by the rules of the services themselves
 * (`@ballast/admission`): 503 with `Retry-After`, before the body is read. Probes are always answered.
 *
 * @param maxRequests the most that are answered at a time.
 */
export function admitRequests(app: FastifyInstance, maxRequests: number): void {
  const admission = createAdmission({ maxLimit: maxRequests, exempt: ['/livez', '/readyz'] });
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? '/';
    if (streams.test(route)) {
      done();
      return;
    }
    const entry = admission.tryEnter({
      method: `${route} ${request.method}`,
      criticality: findCriticality(request),
      clientKey: request.ip,
      isStream: false,
      nowMs: performance.now(),
    });
    if (!entry.admitted) {
      const retryAfter = String(Math.max(1, Math.ceil(entry.retryAfterMs / 1000)));
      const headers = { 'retry-after': retryAfter };
      done(
        new HttpRefusal(503, entry.reason, 'the gateway has more to do than it can', { headers }),
      );
      return;
    }
    const { raw } = reply;
    raw.once('close', () => {
      const isWhole = raw.writableFinished;
      const outcome = !isWhole ? 'abandoned' : raw.statusCode < 500 ? 'success' : 'failure';
      entry.end(outcome, performance.now());
    });
    done();
  });
}

/** Whoever has decided to buy goes before those who look around. */
function findCriticality({ method }: FastifyRequest): Criticality {
  return method === 'POST' ? 'critical' : 'default';
}
