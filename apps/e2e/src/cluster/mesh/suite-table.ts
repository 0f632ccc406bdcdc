import type { Scenario } from '../../scenario.ts';
import { abilitiesOfMesh } from './abilities.ts';
import type { MeshMode } from './mesh-mode.ts';
import type { Line } from './run-log.ts';

export interface Log {
  readonly mesh: MeshMode;
  readonly lines: readonly Line[];
}

/** A row for each scenario that has run in some mode, a column for each mode. */
export function describeSuite(scenarios: readonly Scenario[], logs: readonly Log[]) {
  const rows = scenarios.flatMap((scenario) => {
    const cells = logs.map((log) => describeCell(scenario, log));
    return cells.some((cell) => /^\d/.test(cell)) ? [[scenario.name, ...cells]] : [];
  });
  return { columns: ['scenario', ...logs.map(({ mesh }) => mesh)], rows };
}

function describeCell({ name, needs }: Scenario, { mesh, lines }: Log): string {
  const last = new Map<string, boolean>();
  for (const line of lines) {
    if (line.kind === 'case' && line.scenario === name) last.set(line.name, line.passed);
  }
  const passed = [...last.values()].filter(Boolean).length;
  if (last.size > 0) return `${passed} of ${last.size}`;
  const missing = needs.filter((need) => ofSomeMesh.includes(need) && !isIn(mesh, need));
  return missing.length > 0 ? `(${missing.join(', ')})` : 'not run';
}

const ofSomeMesh = Object.values(abilitiesOfMesh).flat();

const isIn = (mesh: MeshMode, need: (typeof ofSomeMesh)[number]): boolean =>
  abilitiesOfMesh[mesh].includes(need);
