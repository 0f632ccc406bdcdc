import type { Figures } from '../figures/figures.ts';
import type { AbsenceFigures, OverloadFigures } from '../figures/special-figures.ts';
import type { CallKind, Participant, ScenarioName } from '../plan/cell.ts';
import type { Verdict } from '../plan/goals.ts';

/** What one participant has shown in one cell. */
export interface CellResult {
  readonly scenario: ScenarioName;
  readonly kind: CallKind;
  readonly replicas: number;
  readonly participant: Participant;
  readonly figures: Figures;
  readonly overload?: OverloadFigures | undefined;
  readonly absence?: AbsenceFigures | undefined;
  /** How busy the machine was, 0 to 1: what was measured above 0.8 is about the machine. */
  readonly busyShare: number;
  /** None of the baseline, nor where nothing was asked. */
  readonly verdicts: readonly Verdict[];
}

/** A group that could not be run to its end. */
export interface Problem {
  readonly group: string;
  readonly problem: string;
}
