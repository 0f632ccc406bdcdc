/** How the platform's calls find each other on a cluster. */
export const meshModes = ['none', 'sidecar', 'proxyless'] as const;

/**
 * - `none`: our own discovery and balancing, straight to the pods
 * - `sidecar`: one virtual address for each service, and an Envoy of Istio's beside every program
 * - `proxyless`: our clients and servers speak xDS with istiod themselves
 */
export type MeshMode = (typeof meshModes)[number];
