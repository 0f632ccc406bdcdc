// As much of Istio's objects as the rules read.
import type { Labels, Manifest, Selector } from './manifest.ts';

export interface VirtualService extends Manifest {
  readonly spec: { readonly hosts: readonly string[]; readonly http?: readonly HttpRoute[] };
}

export interface HttpRoute {
  readonly name?: string;
  readonly match?: readonly {
    readonly uri?: { readonly exact?: string };
    readonly headers?: object;
  }[];
  readonly route?: readonly { readonly destination: Destination }[];
  readonly mirror?: Destination;
  readonly timeout?: string;
  readonly retries?: { readonly attempts?: number };
}

export interface Destination {
  readonly host: string;
  readonly subset?: string;
}

export interface DestinationRule extends Manifest {
  readonly spec: {
    readonly host: string;
    readonly subsets?: readonly { readonly name: string; readonly labels?: Labels }[];
    readonly trafficPolicy?: {
      readonly loadBalancer?: {
        readonly simple?: string;
        readonly consistentHash?: object;
        readonly localityLbSetting?: { readonly enabled?: boolean };
      };
      readonly outlierDetection?: object;
      readonly connectionPool?: object;
      readonly retryBudget?: object;
    };
  };
}

export interface AuthorizationPolicy extends Manifest {
  readonly spec: {
    readonly selector?: Selector;
    readonly targetRefs?: readonly { readonly kind: string; readonly name: string }[];
    /** Absent: ALLOW. */
    readonly action?: string;
    readonly rules?: readonly AuthorizationRule[];
  };
}

export interface AuthorizationRule {
  readonly from?: readonly {
    readonly source: {
      readonly serviceAccounts?: readonly string[];
      readonly principals?: readonly string[];
    };
  }[];
  readonly to?: readonly {
    readonly operation: { readonly ports?: readonly string[]; readonly paths?: readonly string[] };
  }[];
}

export interface PeerAuthentication extends Manifest {
  readonly spec: {
    readonly selector?: Selector;
    readonly mtls?: { readonly mode?: string };
    readonly portLevelMtls?: Readonly<Record<string, { readonly mode?: string }>>;
  };
}

export interface Telemetry extends Manifest {
  readonly spec: {
    readonly selector?: Selector;
    readonly tracing?: readonly {
      readonly providers?: readonly { readonly name: string }[];
      readonly disableSpanReporting?: boolean;
    }[];
  };
}

/** Of the Gateway API. */
export interface Gateway extends Manifest {
  readonly spec: { readonly gatewayClassName: string };
}
