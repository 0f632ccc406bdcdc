import { optional } from '../setting.ts';
import { port } from '../numbers.ts';
import { flag, oneOf, text } from '../words.ts';
import { MESH_MODES } from './mesh.ts';

/**
 * Every variable that the mesh is found by (docs/adr/012-mesh-mode.md). Those of the pod are its own
 * annotations and labels, which a manifest hands on by the downward API; empty where there is none.
 */
export const meshSchema = {
  meshMode: optional(
    oneOf(MESH_MODES, {
      variable: 'BALLAST_MESH',
      description: 'the mesh that the process is in, over what its pod says of it',
    }),
  ),
  meshWaypoint: optional(
    flag({
      variable: 'BALLAST_MESH_WAYPOINT',
      description: 'in an ambient mesh: whether a waypoint stands before what is called; else off',
    }),
  ),
  podSidecar: optional(
    text({
      variable: 'BALLAST_POD_SIDECAR',
      description: "the pod's annotation sidecar.istio.io/status, by the downward API",
    }),
  ),
  podTemplates: optional(
    text({
      variable: 'BALLAST_POD_TEMPLATES',
      description: "the pod's annotation inject.istio.io/templates, by the downward API",
    }),
  ),
  podAmbient: optional(
    text({
      variable: 'BALLAST_POD_AMBIENT',
      description: "the pod's annotation ambient.istio.io/redirection, by the downward API",
    }),
  ),
  xdsBootstrapFile: optional(
    text({
      variable: 'GRPC_XDS_BOOTSTRAP',
      description: 'where the file is that says how to reach a control plane for xds: targets',
    }),
  ),
  xdsBootstrap: optional(
    text({
      variable: 'GRPC_XDS_BOOTSTRAP_CONFIG',
      description: 'the same as JSON, instead of a file',
    }),
  ),
  xdsUnsupported: oneOf(['refuse', 'warn'], {
    variable: 'BALLAST_XDS_UNSUPPORTED',
    default: 'refuse',
    description:
      'what becomes of settings of a control plane that an xDS client cannot follow: an error, or a warning',
  }),
  xdsServer: flag({
    variable: 'BALLAST_XDS_SERVER',
    default: false,
    description: 'whether the gRPC server takes mutual TLS and rights from the control plane',
  }),
  healthPort: optional(
    port({
      variable: 'BALLAST_HEALTH_PORT',
      description:
        'where health alone is served in plain text, for probes that have no certificate',
    }),
  ),
};
