import { agentName } from '../agent-manifests.ts';

const labels = { 'app.kubernetes.io/part-of': 'ballast-e2e' };

/** What the suite's program may do besides in a mesh: call everybody, and change what Istio is told. */
export function describeMeshRights(namespace: string): readonly object[] {
  const rbac = 'rbac.authorization.k8s.io';
  const metadata = { name: `${agentName}-mesh`, labels };
  const account = { kind: 'ServiceAccount', name: agentName };
  return [
    {
      ...{ apiVersion: `${rbac}/v1`, kind: 'Role', metadata },
      rules: ['networking.istio.io', 'security.istio.io'].map((group) => ({
        ...{ apiGroups: [group], resources: ['*'] },
        verbs: ['get', 'list', 'create', 'patch', 'delete'],
      })),
    },
    {
      ...{ apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata, subjects: [account] },
      roleRef: { apiGroup: rbac, kind: 'Role', name: metadata.name },
    },
    {
      ...{ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata },
      spec: {
        action: 'ALLOW',
        // Whatever the trust domain is called.
        rules: [{ from: [{ source: { principals: [`*/ns/${namespace}/sa/${agentName}`] } }] }],
      },
    },
  ];
}
