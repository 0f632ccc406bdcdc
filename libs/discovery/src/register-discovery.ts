import { experimental } from '@grpc/grpc-js';
import { dnsPollScheme } from './dns-poll/dns-poll-scheme.ts';
import { envScheme } from './env/env-scheme.ts';
import { etcdScheme } from './etcd/etcd-scheme.ts';
import { fileScheme } from './file/file-scheme.ts';
import { kubernetesScheme } from './kubernetes/kubernetes-scheme.ts';
import { createResolverClass } from './resolver.ts';
import { SharedSources, type TargetSnapshot } from './shared-sources.ts';
import { staticScheme } from './static/static-scheme.ts';
import type { SourceContext } from './target.ts';
import { registerXds } from './xds/xds-resolver.ts';
import { xdsTargets } from './xds/xds-targets.ts';

export interface DiscoveryOptions {
  /**
   * Told when a source is broken while its last good set stays in force, and of what a control plane
   * asks for in vain. Default: a process warning named `BallastDiscovery`.
   */
  readonly warn?: (message: string) => void;
}

const schemes = [staticScheme, fileScheme, envScheme, dnsPollScheme, kubernetesScheme, etcdScheme];

const sources = new SharedSources();
let registered = false;
let warn = (message: string): void => process.emitWarning(message, 'BallastDiscovery');

/**
 * Teaches grpc-js the target schemes `static:`, `file:`, `env:`, `dns-poll:`, `kubernetes:`, `etcd:` and `xds:`. May be called any number of
 * times; a later call changes `warn` where it gives one and nothing else.
 */
export function registerDiscovery(options: DiscoveryOptions = {}): void {
  warn = options.warn ?? warn;
  if (registered) return;
  registered = true;
  const context: SourceContext = { environment: process.env, warn: (message) => warn(message) };
  for (const scheme of schemes) {
    experimental.registerResolver(scheme.scheme, createResolverClass(scheme, sources, context));
  }
  registerXds(context);
}

/** Every target of these schemes that a channel of this process looks at now, as plain data. */
export function snapshotDiscovery(): readonly TargetSnapshot[] {
  return [...sources.snapshot(), ...xdsTargets.snapshot()];
}
