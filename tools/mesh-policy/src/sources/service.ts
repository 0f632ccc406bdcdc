import type { Policy } from '@ballast/policy';
import type { Method } from './method.ts';

/** Turns off what a program does beside the calls it serves. */
export const WORKERS_VARIABLE = 'BALLAST_WORKERS';

/** A Service of Kubernetes whose callers a policy file tells what to do. */
export interface GovernedService {
  readonly kind: 'governed';
  /** `orders`: of the program, of the Service, and of the policy file. */
  readonly name: string;
  readonly policy: Policy;
  /** From the root of the repository. */
  readonly policyFile: string;
  readonly methods: readonly Method[];
  /** It does things beside the calls it serves, which a second Deployment must not do on the same database. */
  readonly hasWorkers: boolean;
}

/** One that no policy is about: a headless one, or the gateway's, which speaks HTTP. */
export interface PlainService {
  readonly kind: 'plain';
  readonly name: string;
  /** Where it is written, from the root of the repository. */
  readonly file: string;
}

export interface Services {
  readonly governed: readonly GovernedService[];
  readonly plain: readonly PlainService[];
}
