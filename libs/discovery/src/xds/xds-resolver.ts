import { Metadata, experimental, status } from '@grpc/grpc-js';
import type { ChannelOptions } from '@grpc/grpc-js';
import { parsePath, TargetError, type SourceContext, type Target } from '../target.ts';
import { guardConfig } from './guard-config.ts';
import { prepareBootstrap } from './prepare-bootstrap.ts';
import { readUnsupportedMode, type UnsupportedMode } from './unsupported/mode.ts';
import { createWarnOnce } from './warn-once.ts';
import { loadXdsPackage, type XdsPackage } from './xds-package.ts';
import { xdsTargets, type XdsChannel } from './xds-targets.ts';

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
  const warn = createWarnOnce((message) => context.warn(message));
  class XdsResolver implements experimental.Resolver {
    private readonly target: Target;
    private readonly create: () => experimental.Resolver;
    private readonly listener: experimental.ResolverListener;
    private inner: experimental.Resolver | undefined;
    private channel: XdsChannel | undefined;

    constructor(
      uri: experimental.GrpcUri,
      listener: experimental.ResolverListener,
      options: ChannelOptions,
    ) {
      this.target = parseXdsTarget(uri);
      const mode = readUnsupportedMode(context.environment);
      if (mode.kind === 'broken') throw new TargetError(this.target, mode.rule, mode.value);
      const bootstrap = prepareBootstrap(context.environment);
      if (bootstrap.kind === 'broken')
        throw new TargetError(this.target, bootstrap.rule, bootstrap.value);
      passOn(bootstrap.completed);
      this.listener = listener;
      this.create = () => {
        const inner = new loaded!(uri, this.observe(), options);
        guardConfig(inner, {
          mode: () => findMode(context),
          follow: (view) => this.channel?.follow(view),
          fail: (reason) => this.fail(reason),
          warn,
        });
        return inner;
      };
    }

    /** Also after `destroy`: a channel that was idle begins again with the same resolver. */
    updateResolution(): void {
      this.channel ??= xdsTargets.open(this.target.text);
      if (this.inner !== undefined) this.inner.updateResolution();
      else void this.open();
    }

    destroy(): void {
      this.channel?.end();
      this.channel = undefined;
      this.inner?.destroy();
    }

    static getDefaultAuthority(uri: experimental.GrpcUri): string {
      return parsePath(parseXdsTarget(uri), form);
    }

    private async open(): Promise<void> {
      try {
        await open();
        if (this.channel === undefined || this.inner !== undefined) return;
        this.inner = this.create();
        this.inner.updateResolution();
      } catch (error) {
        // What it throws while it starts would otherwise be nobody's.
        this.fail(`xds: ${error instanceof Error ? error.message : String(error)}`);
      }
    }

    /** Without a service config there is nothing to go by: a note says why. */
    private observe(): experimental.ResolverListener {
      return (endpoints, attributes, config, note) => {
        if (!endpoints.ok) this.channel?.fail(endpoints.error.details);
        else if (config?.ok !== true) this.channel?.fail(note);
        return this.listener(endpoints, attributes, config, note);
      };
    }

    private fail(details: string): void {
      if (this.channel === undefined) return;
      this.channel.fail(details);
      const error = { code: status.UNAVAILABLE, details, metadata: new Metadata() };
      // No service config either: with the channel's own one, calls that wait until it is ready would
      // have chosen, and what comes later has no place for them.
      const { statusOrFromError } = experimental;
      this.listener(statusOrFromError(error), {}, statusOrFromError(error), '');
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
  const warn = createWarnOnce((message) => context.warn(message));
  const xds = await loadXdsPackage({ mode: () => findMode(context), warn });
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

/** What is wrong is refused with the channel, and is not new here. */
function findMode({ environment }: SourceContext): UnsupportedMode {
  const reading = readUnsupportedMode(environment);
  return reading.kind === 'mode' ? reading.mode : 'refuse';
}

/** By the environment, because that is the only way in; child processes get what is equivalent. */
function passOn(bootstrap: string | undefined): void {
  if (bootstrap === undefined) return;
  delete process.env['GRPC_XDS_BOOTSTRAP'];
  process.env['GRPC_XDS_BOOTSTRAP_CONFIG'] = bootstrap;
}
