import { ConfigError } from '../config-error.ts';
import { loadConfig, type Config, type Environment } from '../load-config.ts';
import { meshSchema } from './mesh-schema.ts';
import type { Mesh, MeshMode } from './mesh.ts';

type MeshSettings = Config<typeof meshSchema>;
type Finding = Pick<Mesh, 'mode' | 'why'> & Partial<Mesh>;

/**
 * The mesh that this process is in: what `BALLAST_MESH` says, else what its pod says of itself. Nothing
 * is tried out, so that the answer is the same at every start.
 *
 * @throws ConfigError for a variable that is wrong, and for evidence that contradicts itself.
 */
export function loadMesh(environment: Environment): Mesh {
  const settings = loadConfig(environment, meshSchema);
  const found =
    settings.meshMode === undefined
      ? findMesh(settings, environment)
      : takeWord(settings.meshMode, settings);
  const hasWaypoint = settings.meshWaypoint === true;
  if (hasWaypoint && found.mode !== 'ambient') {
    throw breach(meshSchema.meshWaypoint.variable, `off where the mesh is ${found.mode}`, 'on');
  }
  return { isCertain: true, hasWaypoint, ...found };
}

function takeWord(mode: MeshMode, settings: MeshSettings): Finding {
  if (mode === 'proxyless' && !hasBootstrap(settings)) throw missingBootstrap('BALLAST_MESH says');
  return { mode, why: `BALLAST_MESH is ${mode}` };
}

/** A sidecar is put into a pod before it exists, so its annotation is there when the process begins. */
function findMesh(settings: MeshSettings, environment: Environment): Finding {
  const { podSidecar, podTemplates = '', podAmbient } = settings;
  const speaksXds = hasBootstrap(settings);
  const isAgentAlone = podTemplates.split(',').every((name) => name.trim().startsWith('grpc-'));
  if (podSidecar !== undefined && isAgentAlone) {
    if (!speaksXds) throw missingBootstrap(`inject.istio.io/templates (${podTemplates}) says`);
    return { mode: 'proxyless', why: `the pod has the template ${podTemplates}, and a bootstrap` };
  }
  if (podSidecar !== undefined && speaksXds) {
    // With the sidecar in the way of what xDS chooses, both would balance and repeat.
    throw breach('BALLAST_MESH', 'set where a pod has both a sidecar and a bootstrap', undefined);
  }
  if (podSidecar !== undefined) {
    return { mode: 'sidecar', why: 'the pod has the annotation sidecar.istio.io/status' };
  }
  if (speaksXds) return { mode: 'proxyless', why: 'there is a bootstrap for xds: targets' };
  if (podAmbient === 'enabled') {
    return { mode: 'ambient', why: 'the pod has the annotation ambient.istio.io/redirection' };
  }
  return findNone(environment);
}

function findNone(environment: Environment): Finding {
  if (!environment['KUBERNETES_SERVICE_HOST']) {
    return { mode: 'none', why: 'the process is in no pod' };
  }
  // The downward API sets a variable to an empty text where there is no such annotation.
  return meshSchema.podSidecar.variable in environment
    ? { mode: 'none', why: 'the pod has no annotation of a mesh' }
    : {
        ...{ mode: 'none', isCertain: false },
        why: 'the manifest hands on no annotations (BALLAST_POD_SIDECAR), and BALLAST_MESH is not set',
      };
}

const hasBootstrap = ({ xdsBootstrapFile, xdsBootstrap }: MeshSettings): boolean =>
  xdsBootstrapFile !== undefined || xdsBootstrap !== undefined;

const missingBootstrap = (who: string): ConfigError =>
  breach('GRPC_XDS_BOOTSTRAP', `set where ${who} that the mesh is proxyless`, undefined);

function breach(variable: string, rule: string, value: string | undefined): ConfigError {
  return new ConfigError([{ variable, rule, value }]);
}
