import type { Code, Program } from '../code/code.ts';
import type { Container, EnvironmentEntry, Workload } from './manifest.ts';
import { programOf, type Overlay } from './overlay.ts';

/** One variable of a container. */
export interface Variable {
  readonly name: string;
  /** Undefined where only the cluster knows it: a Secret's, or a field of the pod. */
  readonly value: string | undefined;
  /** Where it is said. */
  readonly field: string;
  readonly isSecret: boolean;
}

/** The variables of a container; `env` counts before `envFrom`, as in Kubernetes. */
export function variablesOf(overlay: Overlay, { envFrom = [], env = [] }: Container): Variable[] {
  const variables = new Map<string, Variable>();
  for (const { configMapRef } of envFrom) {
    if (configMapRef === undefined) continue;
    const { data = {} } = overlay.find('ConfigMap', configMapRef.name) ?? {};
    for (const [name, value] of Object.entries(data)) {
      const field = `envFrom[${configMapRef.name}].${name}`;
      variables.set(name, { name, value, field, isSecret: false });
    }
  }
  for (const entry of env) variables.set(entry.name, readEntry(overlay, entry));
  return [...variables.values()];
}

function readEntry(overlay: Overlay, { name, value, valueFrom }: EnvironmentEntry): Variable {
  const field = `env[${name}]`;
  const isSecret = valueFrom?.secretKeyRef !== undefined;
  const { configMapKeyRef } = valueFrom ?? {};
  if (configMapKeyRef !== undefined) {
    const { data = {} } = overlay.find('ConfigMap', configMapKeyRef.name) ?? {};
    return { name, value: data[configMapKeyRef.key], field, isSecret };
  }
  return { name, value, field, isSecret };
}

/** A workload with the program that it runs. */
export interface RunningProgram {
  readonly workload: Workload;
  readonly container: Container;
  readonly program: Program;
}

/** The workloads that run a program of ours. */
export function* programsOf(overlay: Overlay, code: Code): Generator<RunningProgram> {
  for (const workload of overlay.workloads) {
    const program = code.programs.get(programOf(workload) ?? '');
    const container = workload.spec.template.spec.containers[0];
    if (program && container) yield { workload, container, program };
  }
}

/** Those that serve, as long as they are wanted. */
export function* serversOf(overlay: Overlay, code: Code): Generator<RunningProgram> {
  for (const running of programsOf(overlay, code)) {
    if (running.workload.kind !== 'Job') yield running;
  }
}

/**
 * What a setting comes to in a container: the variable's value, or the default.
 * Undefined where it is not declared, wrong, or known to the cluster alone.
 */
export function settingOf(overlay: Overlay, running: RunningProgram, variable: string): unknown {
  const setting = Object.values(running.program.settings).find(
    (each) => each.variable === variable,
  );
  const found = variablesOf(overlay, running.container).find(({ name }) => name === variable);
  if (setting === undefined) return undefined;
  if (found !== undefined)
    return found.value === undefined ? undefined : setting.parse(found.value);
  return setting.whenUnset.kind === 'use' ? setting.whenUnset.value : undefined;
}
