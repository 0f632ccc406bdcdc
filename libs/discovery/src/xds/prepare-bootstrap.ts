// What says where the control plane is (gRFC A27), looked at before grpc-js-xds does: it (1.14.1) lets
// calls fail with "Cannot read properties of null" whatever is wrong with it, and takes for wrong a
// node without a locality, which the gRFC allows and Istio's agent leaves out where it knows none.
import { readFileSync } from 'node:fs';
import { findLocality } from '../locality.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type PreparedBootstrap =
  /** `completed`: the same with what grpc-js-xds wants besides; undefined where nothing is missing. */
  | { readonly kind: 'sound'; readonly completed: string | undefined }
  | { readonly kind: 'broken'; readonly rule: string; readonly value: string };

/** In the order in which grpc-js-xds looks: the file of GRPC_XDS_BOOTSTRAP comes first. */
export function prepareBootstrap(environment: Environment): PreparedBootstrap {
  const path = environment['GRPC_XDS_BOOTSTRAP'];
  const inline = environment['GRPC_XDS_BOOTSTRAP_CONFIG'];
  if (!path && !inline) {
    const rule =
      'needs a bootstrap: a file named by GRPC_XDS_BOOTSTRAP, or JSON in GRPC_XDS_BOOTSTRAP_CONFIG';
    return { kind: 'broken', rule, value: 'neither' };
  }
  const name = path ? `GRPC_XDS_BOOTSTRAP file ${path}` : 'GRPC_XDS_BOOTSTRAP_CONFIG';
  let bootstrap: unknown;
  try {
    bootstrap = JSON.parse(path ? readFileSync(path, 'utf8') : inline!);
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', rule: `${name} must be a readable JSON file`, value };
  }
  const problem = findProblem(bootstrap);
  if (problem !== undefined)
    return { kind: 'broken', rule: `${name}: ${problem[0]}`, value: shorten(problem[1]) };
  const { node } = bootstrap as { node: Record<string, unknown> };
  if (isObject(node['locality'])) return { kind: 'sound', completed: undefined };
  const { zone } = findLocality(environment);
  const completedNode = { ...node, locality: zone === undefined ? {} : { zone } };
  const completed = { ...(bootstrap as object), node: completedNode };
  return { kind: 'sound', completed: JSON.stringify(completed) };
}

/** The rule that is broken, and the value that breaks it. */
function findProblem(bootstrap: unknown): readonly [rule: string, value: unknown] | undefined {
  if (!isObject(bootstrap)) return ['must be an object', bootstrap];
  const { xds_servers: servers, node } = bootstrap;
  if (!Array.isArray(servers) || servers.length === 0)
    return ['xds_servers must be an array of at least one server', servers];
  if (!isObject(node)) return ['node must be an object', node];
  if (typeof node['id'] !== 'string') return ['node.id must be a text', node['id']];
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shorten = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 80);
