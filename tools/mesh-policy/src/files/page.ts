import type { Fidelity, Remark } from '../mapping/remark.ts';
import { remarksOf } from '../mapping/remarks-of.ts';
import type { GovernedService } from '../sources/service.ts';
import type { GeneratedFile } from './generated-file.ts';

/** By what a generated page is known. */
export const PAGE_MARK = '<!-- Written by `npx nx run k8s:mesh-policy`';

const inOrder: readonly Fidelity[] = ['exactly', 'nearly', 'by the client', 'by nobody'];

/** What became of every field of every policy, for people; it changes when a policy does. */
export function createPage(services: readonly GovernedService[]): GeneratedFile {
  const text = [
    `${PAGE_MARK} from the policy files. Do not edit. -->`,
    '# What the policies say, and where it is in the mesh',
    '',
    'In Istio **exactly**, or **nearly**; **by the client**: it goes on doing it behind a sidecar; **by nobody**:',
    'a policy says it, and in the mesh it is not done. Why each is so: [docs/mesh-policy.md](../../../docs/mesh-policy.md).',
    ...services.flatMap((service) => ['', `## ${service.policyFile}`, '', ...createTable(service)]),
    '',
  ].join('\n');
  return { path: 'POLICIES.md', text };
}

function createTable(service: GovernedService): string[] {
  const remarks = remarksOf(service);
  const sorted = inOrder.flatMap((fidelity) =>
    remarks.filter((each) => each.fidelity === fidelity),
  );
  return [
    '| the policy | in the mesh | where, or why not |',
    '|---|---|---|',
    ...sorted.map(createRow),
  ];
}

const createRow = ({ field, fidelity, says }: Remark): string =>
  `| \`${field}\` | ${fidelity} | ${says} |`;
