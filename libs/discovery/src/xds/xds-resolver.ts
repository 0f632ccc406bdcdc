import { Metadata, experimental, status } from '@grpc/grpc-js';
import type { ChannelOptions } from '@grpc/grpc-js';
import { parsePath, TargetError, type SourceContext, type Target } from '../target.ts';
import { prepareBootstrap } from './prepare-bootstrap.ts';
import { loadXdsPackage, type XdsPackage } from './xds-package.ts';

type ResolverClass = new (
  uri: experimental.GrpcUri,
  listener: experimental.ResolverListener,
  options: ChannelOptions,
) => experimental.Resolver;

let loading: Promise<XdsPackage> | undefined;
let loaded: ResolverClass | undefined;
let open: () => Promise<XdsPackage> = () => Promise.reject(new Error('registerXds comes first'));

/** The package, once the bootstrap is sound. @throws Error naming what is wrong with it. */
export async function openXds(environment: SourceContext['environment']): Promise<XdsPackage> {
  const bootstrap = prepareBootstrap(environment);
  if (bootstrap.kind === 'broken') {
    throw new Error(`xds: ${bootstrap.rule}, got ${JSON.stringify(bootstrap.value)}`);
  }
  passOn(bootstrap.completed);
  return open();
}

/**
 * `xds:///inventory`: endpoints, routes and balancing from a control plane, by @grpc/grpc-js-xds. That
 * package is loaded with the first such channel. In place of falling back to anything, a target
 * without a sound bootstrap fails.
 */
export function registerXds(context: SourceContext): void {
  open = () => (loading ??= load(XdsResolver, context));
  class XdsResolver implements experimental.Resolver {
    private readonly create: () => experimental.Resolver;
    private readonly listener: experimental.ResolverListener;
    private inner: experimental.Resolver | undefined;
    private isDestroyed = false;

    constructor(
      uri: experimental.GrpcUri,
      listener: experimental.ResolverListener,
      options: ChannelOptions,
    ) {
      const target = parseXdsTarget(uri);
      const bootstrap = prepareBootstrap(context.environment);
      if (bootstrap.kind === 'broken')
        throw new TargetError(target, bootstrap.rule, bootstrap.value);
      passOn(bootstrap.completed);
      this.listener = listener;
      this.create = () => new loaded!(uri, listener, options);
    }

    updateResolution(): void {
      if (this.inner !== undefined) this.inner.updateResolution();
      else void this.open();
    }

    destroy(): void {
      this.isDestroyed = true;
      this.inner?.destroy();
    }

    static getDefaultAuthority(uri: experimental.GrpcUri): string {
      return parsePath(parseXdsTarget(uri), form);
    }

    private async open(): Promise<void> {
      try {
        await open();
        if (this.isDestroyed || this.inner !== undefined) return;
        this.inner = this.create();
        this.inner.updateResolution();
      } catch (error) {
        if (this.isDestroyed) return;
        // What it throws while it starts would otherwise be nobody's.
        const details = `xds: ${error instanceof Error ? error.message : String(error)}`;
        const failure = { code: status.UNAVAILABLE, details, metadata: new Metadata() };
        this.listener(experimental.statusOrFromError(failure), {}, null, '');
      }
    }
  }
  // A program may have registered it by itself, which can be done once.
  loaded = findRegistered();
  experimental.registerResolver('xds', XdsResolver);
}

const form = 'xds:///name';

/** @throws TargetError naming the form */
function parseXdsTarget(uri: experimental.GrpcUri): Target {
  const { scheme = '', authority, path } = uri;
  const target = { scheme, authority, path, text: experimental.uriToString(uri) };
  parsePath(target, form);
  return target;
}

/** Its own resolver takes the scheme; ours takes it back, to go on looking at bootstraps first. */
async function load(
  own: ResolverClass & Parameters<typeof experimental.registerResolver>[1],
  context: SourceContext,
) {
  const xds = await loadXdsPackage((message) => context.warn(message));
  if (loaded !== undefined) return xds;
  xds.register();
  loaded = findRegistered();
  if (loaded === own) throw new Error('grpc-js-xds was registered before, and lost the scheme');
  experimental.registerResolver('xds', own);
  return xds;
}

/** The class that has the scheme now; there is no other way to it than by an instance. */
function findRegistered(): ResolverClass | undefined {
  const uri = { scheme: 'xds', authority: '', path: 'probe' };
  try {
    const probe = experimental.createResolver(uri, () => true, {});
    probe.destroy();
    return probe.constructor as ResolverClass;
  } catch {
    return undefined;
  }
}

/** By the environment, because that is the only way in; child processes get what is equivalent. */
function passOn(bootstrap: string | undefined): void {
  if (bootstrap === undefined) return;
  delete process.env['GRPC_XDS_BOOTSTRAP'];
  process.env['GRPC_XDS_BOOTSTRAP_CONFIG'] = bootstrap;
}
