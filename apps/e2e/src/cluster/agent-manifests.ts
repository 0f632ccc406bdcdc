import { meshMetadata } from './mesh/pod-metadata.ts';
import type { MeshMode } from './mesh/mesh-mode.ts';
import { tellCanary, type ShippedCanary } from './mesh/shipped-canary.ts';

/** What the suite's own program is told; its rights in the namespace are in k8s/e2e/rights.yaml. */
export interface AgentOptions {
  readonly namespace: string;
  /** The reference of its image. */
  readonly image: string;
  /** Names of scenarios. */
  readonly scenarios: readonly string[];
  readonly profile: string;
  /** Requests per second. */
  readonly rate: string;
  /** How often a case that fails is tried again. */
  readonly retries: string;
  readonly mesh: MeshMode;
  /** What is shipped of a second version; undefined without a mesh. */
  readonly canary: ShippedCanary | undefined;
}

export const agentName = 'e2e';

/** Under the strictest Pod Security Standard. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

const part = { 'app.kubernetes.io/part-of': 'ballast-e2e' };

/** What an administrator of the cluster may do besides: nodes, and the name servers. */
export function describeAdministration(namespace: string): readonly object[] {
  const rbac = 'rbac.authorization.k8s.io';
  const name = `${agentName}-${namespace}`;
  return [
    {
      ...{ apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name, labels: part } },
      rules: [
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'patch'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'patch'] },
      ],
    },
    {
      ...{ apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: { name, labels: part } },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: agentName, namespace }],
    },
  ];
}

/** A pod of its own, that ends with the suite: what it says is the result. */
export function describeAgent(options: AgentOptions): object {
  const { namespace, image, scenarios, profile, rate, retries, mesh, canary } = options;
  const { labels, annotations } = meshMetadata(mesh);
  const variables = {
    NAMESPACE: namespace,
    E2E_SCENARIOS: scenarios.join('\n'),
    E2E_PROFILE: profile,
    E2E_RATE: rate,
    E2E_RETRIES: retries,
    E2E_MESH: mesh,
    BALLAST_MESH: mesh,
    ...(canary && tellCanary(canary)),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name: agentName, namespace, annotations },
      labels: { ...part, ...labels, app: agentName },
    },
    spec: describeAgentPod({ image, role: 'scenarios', variables }),
  };
}

/** Also of the pods that scenarios start themselves: callers, servers and a proxy. */
export function describeAgentPod(options: {
  readonly image: string;
  readonly role: 'scenarios' | 'caller' | 'guarded' | 'api-proxy' | 'idle';
  readonly variables: Readonly<Record<string, string>>;
  /** Whom it is known as. Default: the suite itself. */
  readonly serviceAccountName?: string;
  /** Where its health is asked for over gRPC. Default: it is ready when it runs. */
  readonly readinessPort?: number;
}): object {
  const { image, role, variables, serviceAccountName = agentName, readinessPort } = options;
  const ca = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';
  const env = Object.entries({ ...variables, NODE_EXTRA_CA_CERTS: ca });
  return {
    serviceAccountName,
    terminationGracePeriodSeconds: 1,
    securityContext: {
      ...{ runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000 },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(role === 'scenarios' && { restartPolicy: 'Never' }),
    containers: [
      {
        ...{ name: agentName, image, imagePullPolicy: 'IfNotPresent', args: [role] },
        env: env.map(([name, value]) => ({ name, value })),
        ...(readinessPort !== undefined && {
          readinessProbe: { grpc: { port: readinessPort }, periodSeconds: 1 },
        }),
        resources: {
          requests: { cpu: '50m', memory: '128Mi' },
          limits: { memory: '512Mi' },
        },
        securityContext: restrictedContainer,
      },
    ],
  };
}
