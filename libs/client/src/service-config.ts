/**
 * A gRPC service config in its JSON form (gRFC A2, A6, A21). grpc-js validates and applies it;
 * members it does not know are passed over.
 */
export interface ServiceConfig {
  /** The first policy that is known here is used. Default: round_robin. */
  readonly loadBalancingConfig?: readonly { readonly [policy: string]: object }[];
  readonly methodConfig?: readonly MethodConfig[];
  readonly retryThrottling?: { readonly maxTokens: number; readonly tokenRatio: number };
}

export interface MethodConfig {
  /** No method: every method of the service. No service: every service. */
  readonly name: readonly { readonly service?: string; readonly method?: string }[];
  /** Seconds with an `s`, such as `"0.5s"`. */
  readonly timeout?: string;
  readonly waitForReady?: boolean;
  /** Passed on as it is. */
  readonly retryPolicy?: object;
  /** Passed on as it is. */
  readonly hedgingPolicy?: object;
}

/** What a service config says about one method, as far as the client needs to know it. */
export interface MethodPolicy {
  readonly timeoutMs: number | undefined;
  readonly waitForReady: boolean;
}

/**
 * Finds the method config that applies: of the method itself, else of its service, else of all, as
 * grpc-js chooses it.
 *
 * @param path `/package.Service/Method`.
 */
export function findMethodPolicy(policy: ServiceConfig | undefined, path: string): MethodPolicy {
  const [, service, method] = path.split('/');
  const configs = policy?.methodConfig ?? [];
  const find = (wantedService: string | undefined, wantedMethod: string | undefined) =>
    configs.find(({ name }) =>
      name.some(
        (each) =>
          (each.service || undefined) === wantedService &&
          (each.method || undefined) === wantedMethod,
      ),
    );
  const config = find(service, method) ?? find(service, undefined) ?? find(undefined, undefined);
  return {
    timeoutMs: config?.timeout === undefined ? undefined : parseDurationMs(config.timeout),
    waitForReady: config?.waitForReady ?? false,
  };
}

function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d{1,9})?)s$/.exec(text);
  if (match === null) {
    throw new RangeError(`methodConfig.timeout must be seconds such as "0.5s", got "${text}"`);
  }
  return Number(match[1]) * 1000;
}
