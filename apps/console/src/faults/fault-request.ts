import type { FaultChoice, FaultsRequest } from '../api/faults.ts';
import { Criticality, type Fault } from '@ballast/contracts';
import { HttpRefusal } from '../http/problem.ts';
import { findToggle, toggles } from './toggles.ts';

/** JSON Schema of {@link FaultsRequest}, as far as it does not depend on the toggle. */
export const faultsRequestSchema = {
  type: 'object',
  required: ['action', 'replicas'],
  additionalProperties: false,
  properties: {
    action: { enum: ['set', 'clear'] },
    replicas: { type: 'array', maxItems: 64, items: { type: 'string', maxLength: 256 } },
    names: { type: 'array', maxItems: 32, items: { type: 'string', maxLength: 64 } },
    fault: {
      type: 'object',
      required: ['toggle'],
      additionalProperties: false,
      properties: {
        toggle: { enum: toggles.map(({ id }) => id) },
        parameters: { type: 'object', additionalProperties: { type: 'number' } },
        methods: { type: 'string', minLength: 1, maxLength: 256 },
        share: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        ttlMs: { type: 'integer', minimum: 1000, maximum: 3_600_000 },
      },
    },
  },
} as const;

/** @throws HttpRefusal where a parameter is out of its range */
export function toFault({ toggle: id, parameters = {}, ...rest }: FaultChoice): Fault {
  const toggle = findToggle(id);
  if (toggle === undefined) throw refusal(`there is no toggle ${JSON.stringify(id)}`);
  const unknown = Object.keys(parameters).find(
    (name) => !toggle.parameters.some((parameter) => parameter.name === name),
  );
  if (unknown !== undefined) throw refusal(`${id} has no parameter ${JSON.stringify(unknown)}`);
  const chosen = toggle.parameters.map(({ name, min, max, default: usual }) => {
    const value = parameters[name] ?? usual;
    if (value >= min && value <= max) return [name, value] as const;
    throw refusal(`${id}: ${name} must be within ${min} to ${max}, got ${value}`);
  });
  const { isAboutCalls } = toggle;
  return {
    name: id,
    methods: rest.methods ?? '*',
    share: isAboutCalls ? (rest.share ?? 1) : undefined,
    criticality: Criticality.CRITICALITY_UNSPECIFIED,
    ttlMs: rest.ttlMs ?? 60_000,
    effect: toggle.toEffect(Object.fromEntries(chosen)),
  };
}

/** @throws HttpRefusal where `set` names no fault or nobody */
export function requireFault(request: FaultsRequest): FaultChoice {
  if (request.action !== 'set' || request.fault === undefined)
    throw refusal('name the fault to set');
  if (request.replicas.length === 0) throw refusal('name the replicas to set it on');
  return request.fault;
}

function refusal(detail: string): HttpRefusal {
  return new HttpRefusal(400, 'BAD_REQUEST', detail);
}
