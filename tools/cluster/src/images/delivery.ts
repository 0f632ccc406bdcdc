/** One image to be made. */
export interface ImageBuild {
  /** As the manifests call it: `ballast-orders`. */
  readonly name: string;
  /** Absolute path. */
  readonly dockerfile: string;
  /** Absolute path of the folder that COPY reads from. */
  readonly context: string;
  readonly buildArguments: Readonly<Record<string, string>>;
  /** The stage of the Dockerfile; undefined: its last. */
  readonly target: string | undefined;
}

/** A way to make an image and to bring it where the cluster's nodes find it. */
export interface Delivery {
  /** For the progress: "docker, then kind load". */
  readonly how: string;
  /** What stands before an image's name: "", "localhost/", "registry.example.com/shop/". */
  readonly prefix: string;
  /** Throws ClusterError where something that it needs is missing. */
  check(): Promise<void>;
  /** @param reference prefix, name and tag */
  deliver(reference: string, build: ImageBuild): Promise<void>;
}
