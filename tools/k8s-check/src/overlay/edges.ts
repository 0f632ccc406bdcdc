import type { Code, Program } from '../code/code.ts';
import { configuredCallsOf, otherCallsOf } from './calls.ts';
import { programsOf, type RunningProgram, serversOf, settingOf } from './environment.ts';
import type { Workload } from './manifest.ts';
import { type Overlay, programOf } from './overlay.ts';
import { findSpanEdges } from './spans.ts';

/** Calls that the code makes from one workload to another, as Istio can tell them apart. */
export interface MeshEdge {
  readonly from: Workload;
  readonly to: Workload;
  readonly port: number;
  /** Of gRPC methods; undefined for HTTP, where any will do. */
  readonly paths: readonly string[] | undefined;
  readonly because: string;
}

/** What every server has beside its own contract; faults only where its config.ts knows of them. */
const admin = '/ballast.admin.v1.';
const faults = '/ballast.faults.v1.';

export function findMeshEdges(overlay: Overlay, code: Code): MeshEdge[] {
  const servers = [...serversOf(overlay, code)];
  const ours = [...programsOf(overlay, code)];
  const own = ours.flatMap((running) => [
    ...running.program.calls.flatMap(({ callee, variable }) =>
      servers
        .filter(({ program }) => program.name === callee)
        .map((server) => createCall(overlay, running, server, variable)),
    ),
    ...otherCallsOf(overlay, running).flatMap(({ to, port, variable }) => {
      const program = code.programs.get(programOf(to) ?? '');
      const edge = { from: running.workload, to, port, because: describe(running, variable) };
      return [{ ...edge, paths: program && findOwnPaths(running.program, program, to, port) }];
    }),
  ]);
  const others = overlay.workloads
    .filter((each) => !ours.some(({ workload }) => workload === each))
    .flatMap((from) => findConfigured(overlay, from));
  return [...own, ...others, ...findSpanEdges(overlay, code)];
}

/** What a program of somebody else calls, a collector as it may be; itself it names as well. */
function findConfigured(overlay: Overlay, from: Workload): MeshEdge[] {
  return configuredCallsOf(overlay, from)
    .filter(({ to }) => to !== from)
    .map(({ variable, ...call }) => {
      const because = `${variable} of ${from.metadata.name}`;
      return { ...call, from, paths: undefined, because };
    });
}

function createCall(
  overlay: Overlay,
  caller: RunningProgram,
  callee: RunningProgram,
  variable: string,
): MeshEdge {
  const own = callee.program.grpcServices.map((service) => `/${service}/`);
  return {
    from: caller.workload,
    to: callee.workload,
    port: settingOf(overlay, callee, 'PORT') as number,
    paths: caller.program.methods.filter((path) => own.some((prefix) => path.startsWith(prefix))),
    because: describe(caller, variable),
  };
}

const describe = ({ program }: RunningProgram, variable: string): string =>
  `${variable} of ${program.name}`;

/** At a port that speaks gRPC, who follows a process asks its admin service, and for its faults. */
function findOwnPaths(
  caller: Program,
  callee: Program,
  to: Workload,
  port: number,
): string[] | undefined {
  const isGrpc = to.spec.template.spec.containers.some(({ ports = [] }) =>
    ports.some(({ name, containerPort }) => name === 'grpc' && containerPort === port),
  );
  if (!isGrpc) return undefined;
  const takesFaults = Object.values(callee.settings).some(
    ({ variable }) => variable === 'BALLAST_FAULTS',
  );
  return caller.methods.filter(
    (path) => path.startsWith(admin) || (takesFaults && path.startsWith(faults)),
  );
}
