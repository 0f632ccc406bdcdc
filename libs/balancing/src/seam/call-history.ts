// grpc-js hands a picker no history. But `extraPickInfo` is one object for all attempts of a call
// and another one for every call (its default config selector makes it anew), so what is written
// on it comes back with the next attempt.

const attempts: unique symbol = Symbol('ballast.attempts');

export interface PickInfo {
  [attempts]?: Attempt | undefined;
}

/** An attempt, and the ones before it. */
export interface Attempt {
  readonly endpoint: object;
  readonly before: Attempt | undefined;
}

export function lastAttempt(info: PickInfo): Attempt | undefined {
  return info[attempts];
}

export function rememberAttempt(info: PickInfo, attempt: Attempt): void {
  info[attempts] = attempt;
}

export function wasTried(last: Attempt | undefined, endpoint: object): boolean {
  for (let attempt = last; attempt !== undefined; attempt = attempt.before) {
    if (attempt.endpoint === endpoint) return true;
  }
  return false;
}
