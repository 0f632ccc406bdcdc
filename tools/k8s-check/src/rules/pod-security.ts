import { containersOf } from '../overlay/overlay.ts';
import type { Rule } from './rule.ts';

/** The "restricted" standard of Kubernetes, and a root file system that cannot be written. */
export const podSecurity: Rule = {
  name: 'pod-security',
  *find(overlay) {
    for (const object of overlay.workloads) {
      const { securityContext: pod = {} } = object.spec.template.spec;
      for (const container of containersOf(object)) {
        const own = container.securityContext ?? {};
        const { capabilities = {} } = own;
        const wanted: readonly (readonly [string, unknown, boolean])[] = [
          ['runAsNonRoot', true, own.runAsNonRoot ?? pod.runAsNonRoot === true],
          [
            'seccompProfile.type',
            'RuntimeDefault',
            (own.seccompProfile ?? pod.seccompProfile)?.type === 'RuntimeDefault',
          ],
          ['allowPrivilegeEscalation', false, own.allowPrivilegeEscalation === false],
          ['readOnlyRootFilesystem', true, own.readOnlyRootFilesystem === true],
          ['capabilities.drop', ['ALL'], capabilities.drop?.includes('ALL') === true],
          ['capabilities.add', 'absent', capabilities.add === undefined],
        ];
        for (const [name, value, isSo] of wanted) {
          if (isSo) continue;
          const field = `spec.template.spec.containers[${container.name}].securityContext.${name}`;
          yield { object, field, must: `be ${JSON.stringify(value)}`, got: own };
        }
      }
    }
  },
};
