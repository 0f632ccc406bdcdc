import { containersOf, type Overlay } from '../overlay/overlay.ts';
import { ofContainer, type Rule } from './rule.ts';

/** What a pod asks for by name is there. */
export const references: Rule = {
  name: 'references',
  *find(overlay) {
    for (const object of overlay.workloads) {
      const { volumes = [], serviceAccountName } = object.spec.template.spec;
      if (serviceAccountName !== undefined && !overlay.find('ServiceAccount', serviceAccountName)) {
        const field = 'spec.template.spec.serviceAccountName';
        yield {
          object,
          field,
          must: 'name a ServiceAccount that is there',
          got: serviceAccountName,
        };
      }
      const asked = [
        ...volumes.map(({ name, configMap, secret }) => ({
          field: `spec.template.spec.volumes[${name}]`,
          configMap: configMap?.name,
          secret: secret?.secretName,
        })),
        ...containersOf(object).flatMap(({ name: container, env = [], envFrom = [] }) => [
          ...envFrom.map(({ configMapRef, secretRef }) => ({
            field: ofContainer(container, 'envFrom'),
            configMap: configMapRef?.name,
            secret: secretRef?.name,
          })),
          ...env.map(({ name, valueFrom }) => ({
            field: ofContainer(container, `env[${name}]`),
            configMap: valueFrom?.configMapKeyRef?.name,
            secret: valueFrom?.secretKeyRef?.name,
          })),
        ]),
      ];
      for (const { field, configMap, secret } of asked) {
        if (configMap !== undefined && !overlay.find('ConfigMap', configMap)) {
          yield { object, field, must: 'name a ConfigMap that is there', got: configMap };
        }
        if (secret !== undefined && !isExpected(overlay, secret)) {
          yield { object, field, must: 'name a Secret that is there', got: secret };
        }
      }
    }
  },
};

/** Where an overlay brings no Secret at all, somebody else keeps them, and their names are agreed on. */
function isExpected(overlay: Overlay, secret: string): boolean {
  if (overlay.all('Secret').length > 0) return overlay.find('Secret', secret) !== undefined;
  return overlay.all('Deployment').some(({ metadata }) => secret === `${metadata.name}-database`);
}
