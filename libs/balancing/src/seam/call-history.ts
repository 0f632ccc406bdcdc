// grpc-js hands a picker no history. But `extraPickInfo` is one object for all attempts of a call
// and another one for every call (its default config selector makes it anew), so what is written
// on it comes back with the next attempt.

const attempts: unique symbol = Symbol('ballast.attempts');

export interface PickInfo {
  [attempts]?: Tried | undefined;
}

/** The endpoint that the first attempt went to; from the second attempt on, all of them. */
export type Tried = object;

class SeveralTried {
  readonly endpoints: readonly object[];
  constructor(endpoints: readonly object[]) {
    this.endpoints = endpoints;
  }
}

export function findTried(info: PickInfo): Tried | undefined {
  return info[attempts];
}

/** A call has one attempt as a rule, so that one is kept without a list around it. */
export function rememberAttempt(info: PickInfo, endpoint: object, before: Tried | undefined): void {
  info[attempts] =
    before === undefined ? endpoint : new SeveralTried([...endpointsOf(before), endpoint]);
}

export function wasTried(tried: Tried | undefined, endpoint: object): boolean {
  return tried !== undefined && endpointsOf(tried).includes(endpoint);
}

function endpointsOf(tried: Tried): readonly object[] {
  return tried instanceof SeveralTried ? tried.endpoints : [tried];
}
