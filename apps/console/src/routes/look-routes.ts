import type { FastifyInstance } from 'fastify';
import { descriptors } from '@ballast/contracts';
import type { FaultCatalogue } from '../api/faults.ts';
import type { TraceQuery } from '../api/traces.ts';
import type { ExperimentRunner } from '../experiments/experiment-runner.ts';
import { listMethods } from '../faults/list-methods.ts';
import { toggles } from '../faults/toggles.ts';
import { HttpRefusal } from '../http/problem.ts';
import type { Observatory } from '../observatory.ts';
import type { SnapshotStream } from './snapshot-stream.ts';

export interface LookContext {
  readonly observatory: Observatory;
  readonly experiments: ExperimentRunner;
  readonly stream: SnapshotStream;
}

const text = { type: 'string', maxLength: 256 } as const;

const traceQuerySchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    ...{ service: text, method: text, orderId: text, text },
    status: { enum: ['ok', 'error'] },
    minMs: { type: 'number', minimum: 0 },
    retried: { const: 'true' },
    limit: { type: 'integer', minimum: 1, maximum: 200 },
  },
} as const;

const historyQuerySchema = {
  type: 'object',
  properties: { sinceMs: { type: 'number', minimum: 0 } },
} as const;

/** What pages read. Nothing here changes anything. */
export function addLookRoutes(
  app: FastifyInstance,
  { observatory, experiments, stream }: LookContext,
): void {
  const catalogue: FaultCatalogue = {
    toggles: toggles.map(({ id, title, what, parameters, isAboutCalls }) => ({
      ...{ id, title, what, parameters, isAboutCalls },
    })),
    methods: listMethods(descriptors),
  };
  const alive = () => ({ status: 'ok' });
  app.get('/livez', alive);
  app.get('/readyz', alive);
  app.get('/api/stream', (_request, reply) => stream.open(reply));
  app.get<{ Querystring: { sinceMs?: number } }>(
    '/api/history',
    { schema: { querystring: historyQuerySchema } },
    ({ query }) => observatory.history(query.sinceMs ?? 0),
  );
  app.get<{ Querystring: TraceQuery }>(
    '/api/traces',
    { schema: { querystring: traceQuerySchema } },
    ({ query }) => observatory.findTraces(query),
  );
  app.get<{ Params: { traceId: string } }>('/api/traces/:traceId', ({ params }) => {
    const trace = observatory.findTrace(params.traceId.toLowerCase());
    if (trace !== undefined) return trace;
    throw new HttpRefusal(
      404,
      'UNKNOWN_TRACE',
      `the trace ${params.traceId} is not, or no longer, kept`,
    );
  });
  app.get('/api/faults', () => catalogue);
  app.get('/api/experiments', () => ({ experiments: experiments.list() }));
}
