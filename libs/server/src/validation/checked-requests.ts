import { type FieldViolation, invalidArgument } from '@ballast/status';
import type { MethodDefinition } from '../definition.ts';
import type { Flaw, RequestCheck } from './request-rules.ts';

/**
 * The requests of a method with what is wrong with them. grpc-js answers a deserializer that
 * throws with INTERNAL; so this one never throws, and keeps beside the message what the handler's
 * adapter has to refuse it with.
 */
export interface CheckedRequests {
  /** What grpc-js is given as `requestDeserialize`. */
  deserialize(bytes: Buffer): object;
  /** INVALID_ARGUMENT, or what a broken rule threw; undefined where the request may pass. */
  refusalOf(request: object, row?: number): Error | undefined;
  /** The rules that a request breaks which may pass all the same. */
  violationsOf(request: object): readonly FieldViolation[];
}

export function createCheckedRequests(
  { requestDeserialize }: Pick<MethodDefinition, 'requestDeserialize'>,
  check: RequestCheck,
  mode: 'reject' | 'report',
): CheckedRequests {
  const refusals = new WeakMap<object, Refuse>();
  const reports = new WeakMap<object, readonly FieldViolation[]>();
  return {
    deserialize(bytes) {
      let request: object = {};
      try {
        request = requestDeserialize(bytes) as object;
      } catch {
        refusals.set(
          request,
          refusalOfFlaw({ kind: 'malformed', problem: 'its bytes are not protobuf' }),
        );
        return request;
      }
      try {
        const flaw = check(bytes);
        if (flaw === undefined) return request;
        if (mode === 'report') reports.set(request, violationsOfFlaw(flaw));
        else refusals.set(request, refusalOfFlaw(flaw));
      } catch (error) {
        refusals.set(request, () => error as Error);
      }
      return request;
    },
    refusalOf: (request, row) => refusals.get(request)?.(row),
    violationsOf: (request) => reports.get(request) ?? [],
  };
}

type Refuse = (row: number | undefined) => Error;

function violationsOfFlaw(flaw: Flaw): readonly FieldViolation[] {
  return flaw.kind === 'invalid' ? flaw.violations : [{ field: '', description: flaw.problem }];
}

function refusalOfFlaw(flaw: Flaw): Refuse {
  return (row) => {
    const which = row === undefined ? 'the request' : `message ${row}`;
    if (flaw.kind === 'malformed') {
      return invalidArgument(`${which} cannot be read: ${flaw.problem}`, {
        reason: 'MALFORMED_REQUEST',
      });
    }
    const [first, ...others] = flaw.violations;
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    return invalidArgument(
      `${which} breaks a rule: ${first?.field}: ${first?.description}${more}`,
      { reason: 'INVALID_REQUEST', fieldViolations: flaw.violations },
    );
  };
}
