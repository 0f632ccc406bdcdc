import { noRetries } from '../mapping/retries.ts';
import type { GovernedService } from '../sources/service.ts';
import { createFile, type GeneratedFile } from './generated-file.ts';

/** Said by a caller, of this one call: our programs hand no header on that they do not know. */
const HEADER = 'ballast-fault';
const DELAY = '1s';

const kinds = {
  delay: { delay: { percentage: { value: 100 }, fixedDelay: DELAY } },
  abort: { abort: { percentage: { value: 100 }, grpcStatus: 'UNAVAILABLE' } },
} as const;

/**
 * Routes before all others: of the calls that ask for it, and of no others. Envoy makes neither
 * retries nor timeouts where it makes faults.
 */
export function createFaults({ name: host, policyFile }: GovernedService): GeneratedFile {
  const steps = Object.entries(kinds).map(([kind, fault]) => ({
    op: 'add',
    path: '/spec/http/0',
    value: {
      name: `fault-${kind}`,
      match: [{ headers: { [HEADER]: { exact: kind } } }],
      fault,
      route: [{ destination: { host } }],
      retries: noRetries,
    },
  }));
  return createFile(`fault-injection/${host}.routes.yaml`, policyFile, steps);
}
