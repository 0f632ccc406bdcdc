import { concerns } from './files/concerns.ts';
import type { GeneratedFile } from './files/generated-file.ts';
import { createHosts } from './files/hosts.ts';
import { createFaults } from './files/faults.ts';
import { createBringing, createPatching } from './files/kustomizations.ts';
import { createPage } from './files/page.ts';
import { createCanary, createMirror } from './files/versions.ts';
import type { Services } from './sources/service.ts';

const purposes: Readonly<Record<keyof typeof concerns, string>> = {
  timeouts: 'The most that a call may take, by method. Wants ../hosts before it.',
  retries:
    'Idempotent methods are repeated, by the sidecar and by nobody else. Wants ../hosts before it.',
  'outlier-detection': 'Replicas that fail are left out for a while. Wants ../hosts before it.',
  'connection-limits': 'Calls that a caller may have at a time. Wants ../hosts before it.',
};

const FAULTS =
  'Calls that ask for it are late, or fail. Wants ../hosts before it, and comes after all that patches routes.';

/** Everything that is made of the policies, with paths from the folder that it goes to. */
export function generate(services: Services): GeneratedFile[] {
  const { governed } = services;
  const hosts = createHosts(services);
  const faults = governed.map(createFaults);
  const says =
    'A VirtualService for each Service, and a DestinationRule for each that has a policy: bare, without hidden retries.';
  return [
    createPage(governed),
    ...hosts,
    createBringing('hosts', says, hosts),
    ...Object.entries(concerns).flatMap(([concern, create]) => {
      const files = governed.flatMap((service) => create(service));
      const purpose = purposes[concern as keyof typeof concerns];
      return [...files, createPatching(concern, purpose, files)];
    }),
    ...governed.flatMap(createCanary),
    ...governed.flatMap(createMirror),
    ...faults,
    createPatching('fault-injection', FAULTS, faults),
  ];
}
