import type { ConfigSchema } from '@ballast/config';
import type { Method } from '@ballast/tool-mesh-policy';

/** What the code says about itself, as far as manifests have to agree with it. */
export interface Code {
  /** By name: `orders`. */
  readonly programs: ReadonlyMap<string, Program>;
  /** Names of all images, without their prefix. */
  readonly images: readonly string[];
  /** Images that skaffold builds; undefined while there is no skaffold.yaml. */
  readonly skaffoldImages: readonly string[] | undefined;
  /** What discovery asks the API server for. */
  readonly discoveryRights: Rights;
  /** Published policies by file name: `orders.policy.json`. */
  readonly policies: ReadonlyMap<string, string>;
  /** Contracts by name, `orders`: their methods. */
  readonly contracts: ReadonlyMap<string, readonly Method[]>;
  /** Field types of Kubernetes, by the name of a model: see find-fields.ts. */
  readonly models: Models;
}

export interface Program {
  readonly name: string;
  /** What its config.ts declares. */
  readonly settings: ConfigSchema;
  /** Services of its own contract: what health answers for by name. Empty for a program without gRPC. */
  readonly grpcServices: readonly string[];
  /** Paths of its HTTP health routes. */
  readonly httpPaths: readonly string[];
  /** The programs it calls, each with the variable that says where it is. */
  readonly calls: readonly { readonly callee: string; readonly variable: string }[];
  /** Paths of the methods that its sources call, of every contract. */
  readonly methods: readonly string[];
  /** The variable with its database, where it has one. */
  readonly databaseVariable: string | undefined;
}

export interface Rights {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}

/** Fields of each model by name, each with its type in TypeScript's words. */
export type Models = ReadonlyMap<string, ReadonlyMap<string, string>>;
