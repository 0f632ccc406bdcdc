import type { EndpointSource } from './endpoint-source.ts';

/** A target URI, taken apart. */
export interface Target {
  readonly scheme: string;
  /** What stands between `//` and the next slash; undefined where there is no `//`. */
  readonly authority: string | undefined;
  /** What follows, without the leading slash. */
  readonly path: string;
  /** As it was given. */
  readonly text: string;
}

/** What the world around sources offers to them. */
export interface SourceContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tells an operator that something is wrong while calls still go on. */
  warn(message: string): void;
}

/** One scheme of target URIs. A new source is one more of these. */
export interface TargetScheme {
  readonly scheme: string;
  /**
   * The `:authority` of calls, which is also the name that a TLS certificate must carry.
   *
   * @throws TargetError when the target is malformed.
   */
  findAuthority(target: Target): string;
  /** @throws TargetError when the target is malformed. */
  createSource(target: Target, context: SourceContext): EndpointSource;
}

/** A target URI is malformed: a mistake in the configuration that waiting cannot mend. */
export class TargetError extends Error {
  override readonly name = 'TargetError';

  constructor(target: Target, rule: string, value: string = target.text) {
    super(`target ${JSON.stringify(target.text)}: ${rule}, got ${JSON.stringify(value)}`);
  }
}

export function isTargetError(value: unknown): value is TargetError {
  return value instanceof TargetError;
}

/** The path of `<scheme>:///<path>`. @throws TargetError for any other form. */
export function parsePath(target: Target, form: string): string {
  if (target.authority !== '' || target.path === '')
    throw new TargetError(target, `must be ${form}`);
  return target.path;
}
