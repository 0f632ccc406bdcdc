import type { Ability } from '../../platform/platform.ts';
import type { MeshMode } from './mesh-mode.ts';

/** What only a platform in this mode can show. */
export const abilitiesOfMesh: Readonly<Record<MeshMode, readonly Ability[]>> = {
  none: ['own discovery'],
  sidecar: ['mesh', 'mutual TLS', 'proxies'],
  proxyless: ['mesh', 'xDS clients'],
};
