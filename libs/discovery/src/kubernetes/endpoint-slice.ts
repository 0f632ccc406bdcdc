// What is read of a discovery.k8s.io/v1 EndpointSlice. Every field may be absent, as in the API.

export interface EndpointSlice {
  readonly metadata: { readonly name: string; readonly resourceVersion?: string };
  readonly addressType?: 'IPv4' | 'IPv6' | 'FQDN';
  /** Null or absent: the controller has not found any. */
  readonly endpoints?: readonly SliceEndpoint[] | null;
  readonly ports?: readonly SlicePort[] | null;
}

export interface SliceEndpoint {
  /** Only the first one means something: the API says all are fungible, and so it is written. */
  readonly addresses: readonly string[];
  readonly conditions?: {
    /** Absent: unknown, to be taken for true. */
    readonly ready?: boolean | null;
    /** Absent: as `ready`. Ready without regard to terminating. */
    readonly serving?: boolean | null;
    /** Absent: false. */
    readonly terminating?: boolean | null;
  };
  readonly zone?: string;
  readonly nodeName?: string;
  /** Where the pod has a name of its own that it keeps, as those of a StatefulSet do. */
  readonly hostname?: string;
  readonly hints?: {
    readonly forZones?: readonly { readonly name: string }[] | null;
    readonly forNodes?: readonly { readonly name: string }[] | null;
  } | null;
  /** The pod; the same one stands in an IPv4 and in an IPv6 slice. */
  readonly targetRef?: { readonly uid?: string; readonly name?: string };
}

export interface SlicePort {
  /** Absent or empty where the Service has one unnamed port. */
  readonly name?: string | null;
  /** Absent: all ports, which is no place to call. */
  readonly port?: number | null;
  readonly protocol?: string | null;
}
