import type { FastifyInstance } from 'fastify';
import type { FaultsRequest } from '../api/faults.ts';
import type { LoadRequest } from '../api/load.ts';
import type { Done, ReplicaAction, ScaleRequest } from '../api/platform.ts';
import type { ExperimentRunner } from '../experiments/experiment-runner.ts';
import { faultsRequestSchema, requireFault } from '../faults/fault-request.ts';
import { HttpRefusal } from '../http/problem.ts';
import { MAX_PER_SECOND, type LoadGenerator } from '../load/load-generator.ts';
import type { Observatory } from '../observatory.ts';
import type { Platform } from '../platform/platform.ts';

export interface SteerContext {
  readonly observatory: Observatory;
  readonly platform: Platform;
  readonly load: LoadGenerator;
  readonly experiments: ExperimentRunner;
}

const actionParamsSchema = {
  type: 'object',
  properties: { action: { enum: ['kill', 'pause', 'resume', 'restart'] } },
} as const;

const scaleSchema = {
  type: 'object',
  required: ['service', 'replicas'],
  additionalProperties: false,
  properties: {
    service: { type: 'string', maxLength: 64 },
    replicas: { type: 'integer', minimum: 0, maximum: 1000 },
  },
} as const;

const loadSchema = {
  type: 'object',
  required: ['perSecond'],
  additionalProperties: false,
  properties: {
    perSecond: { type: 'integer', minimum: 0, maximum: MAX_PER_SECOND },
    orderRatio: { type: 'number', minimum: 0, maximum: 1 },
  },
} as const;

const deeds: Readonly<Record<ReplicaAction, string>> = {
  kill: 'is killed',
  pause: 'is paused',
  resume: 'goes on',
  restart: 'is replaced by a new process',
};

/** What buttons do. */
export function addSteerRoutes(
  app: FastifyInstance,
  { observatory, platform, load, experiments }: SteerContext,
): void {
  const tell = (kind: 'fault' | 'platform' | 'load', text: string): Done => {
    observatory.happenings.add({ kind, severity: 'info', text }, Date.now());
    return { text };
  };

  app.post<{ Body: FaultsRequest }>(
    '/api/faults',
    { schema: { body: faultsRequestSchema } },
    async ({ body }) => {
      const whom = body.replicas.join(', ') || 'everybody';
      if (body.action === 'clear') {
        const answer = await observatory.faults.clear(body.replicas, body.names ?? []);
        tell('fault', `faults of ${whom} are cleared`);
        return answer;
      }
      const fault = requireFault(body);
      const answer = await observatory.faults.set(body.replicas, fault);
      tell('fault', `${whom}: fault ${fault.toggle}`);
      return answer;
    },
  );

  app.post<{ Params: { id: string; action: ReplicaAction } }>(
    '/api/platform/replicas/:id/:action',
    { schema: { params: actionParamsSchema } },
    async ({ params: { id, action } }) => {
      requirePlatform(platform);
      if (!platform.replicas.some(({ name }) => name === id)) {
        throw new HttpRefusal(404, 'UNKNOWN_REPLICA', `there is no replica ${JSON.stringify(id)}`);
      }
      await obeyed(platform.act(id, action));
      return tell('platform', `${id} ${deeds[action]}`);
    },
  );

  app.post<{ Body: ScaleRequest }>(
    '/api/platform/scale',
    { schema: { body: scaleSchema } },
    async ({ body: { service, replicas } }) => {
      requirePlatform(platform);
      await obeyed(platform.scale(service, replicas));
      return tell('platform', `${service} is scaled to ${replicas}`);
    },
  );

  app.post<{ Body: LoadRequest }>('/api/load', { schema: { body: loadSchema } }, ({ body }) => {
    const state = load.set(body);
    tell('load', body.perSecond === 0 ? 'the load is stopped' : `a load of ${body.perSecond}/s`);
    return state;
  });

  app.post<{ Params: { id: string } }>('/api/experiments/:id/start', ({ params }) =>
    experiments.start(params.id),
  );

  app.post('/api/experiments/stop', async (): Promise<Done> => {
    await experiments.stop();
    return { text: 'nothing is broken on purpose any more' };
  });
}

function requirePlatform({ state }: Platform): void {
  if (state.kind === 'none') {
    const detail = 'no platform starts and ends replicas here: in a cluster use kubectl';
    throw new HttpRefusal(409, 'NO_PLATFORM', detail);
  }
}

async function obeyed(order: Promise<void>): Promise<void> {
  try {
    await order;
  } catch (cause) {
    throw new HttpRefusal(409, 'PLATFORM_REFUSED', (cause as Error).message, { cause });
  }
}
