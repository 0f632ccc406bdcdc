import { processState, type StateRegister } from '@ballast/state';
import { notFound } from '@ballast/status';
import { AdminServiceService } from '../gen/ballast/admin/v1/admin.ts';
import { implement, type Implementation } from '../implement.ts';
import { serveImplementation, type ServiceHost } from '../serve-implementation.ts';
import type { RequestRules } from '../validation/request-rules.ts';
import { watchState } from './watch-state.ts';

/** All of its messages are small, but for thousands of endpoints. */
const MAX_SEND_BYTES = 64 * 1024 * 1024;

/**
 * Adds the service. Its contract may be absent from the descriptors of a server that knows nothing
 * of it: then its requests are not held against their rules, and reflection does not show it.
 */
export function serveAdmin(host: ServiceHost & { readonly rules: RequestRules }): {
  readonly described: readonly string[];
} {
  const service = createAdminService();
  const isDescribed = host.rules.describes(service.serviceName);
  const rules = isDescribed ? host.rules : { checkOf: () => () => undefined };
  serveImplementation({ ...host, rules }, service, MAX_SEND_BYTES);
  return { described: isDescribed ? [service.serviceName] : [] };
}

/** `ballast.admin.v1.AdminService`, for this process. */
export function createAdminService(register: StateRegister = processState): Implementation {
  return implement(AdminServiceService, {
    watchState: (request, { signal }) => watchState(register, request, signal),
    isolateBreaker: async ({ target, method }) => ({
      breakers: requireSome(register.isolate(target, method), target, method),
    }),
    releaseBreaker: async ({ target, method }) => ({
      breakers: requireSome(register.release(target, method), target, method),
    }),
  });
}

function requireSome(breakers: number, target: string, method: string): number {
  if (breakers > 0) return breakers;
  throw notFound(`no breaker for ${method} of ${target} in this process`, {
    reason: 'UNKNOWN_BREAKER',
    metadata: { target, method },
  });
}
