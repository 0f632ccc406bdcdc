import { concerns } from './files/concerns.ts';
import type { GeneratedFile } from './files/generated-file.ts';
import { createHosts } from './files/hosts.ts';
import { createBringing, createPatching } from './files/kustomizations.ts';
import { createPage } from './files/page.ts';
import type { Services } from './sources/service.ts';

const purposes: Readonly<Record<keyof typeof concerns, string>> = {
  timeouts: 'The most that a call may take, by method. Wants ../hosts before it.',
  retries:
    'Idempotent methods are repeated, by the sidecar and by nobody else. Wants ../hosts before it.',
  'outlier-detection': 'Replicas that fail are left out for a while. Wants ../hosts before it.',
  'connection-limits': 'Calls that a caller may have at a time. Wants ../hosts before it.',
};

/** Everything that is made of the policies, with paths from the folder that it goes to. */
export function generate(services: Services): GeneratedFile[] {
  const hosts = createHosts(services);
  const says =
    'A VirtualService for each Service, and a DestinationRule for each that has a policy: bare, without hidden retries.';
  return [
    createPage(services.governed),
    ...hosts,
    createBringing('hosts', says, hosts),
    ...Object.entries(concerns).flatMap(([concern, create]) => {
      const files = services.governed.flatMap((service) => create(service));
      const purpose = purposes[concern as keyof typeof concerns];
      return [...files, createPatching(concern, purpose, files)];
    }),
  ];
}
