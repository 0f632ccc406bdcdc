/** What a service account needs for `kubernetes:` targets, in each namespace that they name. */
export const kubernetesRights = {
  apiGroup: 'discovery.k8s.io',
  resource: 'endpointslices',
  verbs: ['list', 'watch'],
} as const;
