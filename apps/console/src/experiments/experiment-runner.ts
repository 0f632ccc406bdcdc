import { setTimeout as delay } from 'node:timers/promises';
import type {
  Experiment,
  ExperimentPhase,
  ExperimentRun,
  ExperimentStep,
} from '../api/experiments.ts';
import type { Figures } from '../api/map.ts';
import { HttpRefusal } from '../http/problem.ts';
import { judge } from './judge.ts';
import type { Levers } from './levers.ts';
import { AFTER_MS, BEFORE_MS, type Plan, type Recipe } from './plan.ts';

export interface RunnerOptions {
  readonly recipes: readonly Recipe[];
  readonly levers: Levers;
  readonly now: () => number;
  /** Sees to it that there are requests; the result ends those that were begun for the experiment. */
  readonly startLoad: () => () => void;
  /** How requests went between two moments. */
  readonly figures: (fromAtMs: number, toAtMs: number) => Figures;
  readonly onEvent: (text: string) => void;
  /** Default 1: in real time. Less for tests. */
  readonly pace?: number;
}

interface Run {
  readonly recipe: Recipe;
  readonly plan: Plan;
  readonly stopping: AbortController;
  readonly startedAtMs: number;
  phase: ExperimentPhase;
  endsAtMs: number;
  steps: ExperimentStep[];
  before: Figures | null;
  trouble: Figures | null;
  after: Figures | null;
  judged: Pick<ExperimentRun, 'verdict' | 'findings'>;
  ended: Promise<void>;
}

/** Runs experiments, one at a time: looks, makes trouble, takes it back, looks again. */
export class ExperimentRunner {
  readonly #options: RunnerOptions;
  #run: Run | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get current(): ExperimentRun | null {
    return this.#run === undefined ? null : describe(this.#run);
  }

  list(): Experiment[] {
    const { recipes, levers } = this.#options;
    return recipes.map(({ id, title, does, expect, troubleMs, findObstacle }) => {
      const unavailable = findObstacle(levers);
      return {
        ...{ id, title, does, expect, durationMs: BEFORE_MS + troubleMs + AFTER_MS },
        ...(unavailable === undefined ? {} : { unavailable }),
      };
    });
  }

  /** @throws HttpRefusal where there is none of that name, one runs, or it cannot be done now */
  start(id: string): ExperimentRun {
    const { recipes, levers, now, pace = 1 } = this.#options;
    const recipe = recipes.find((each) => each.id === id);
    if (recipe === undefined) {
      throw new HttpRefusal(
        404,
        'UNKNOWN_EXPERIMENT',
        `there is no experiment ${JSON.stringify(id)}`,
      );
    }
    if (this.#run !== undefined && isGoingOn(this.#run.phase)) {
      throw new HttpRefusal(409, 'EXPERIMENT_RUNS', `${this.#run.recipe.title}: that one runs`);
    }
    const obstacle = recipe.findObstacle(levers);
    if (obstacle !== undefined) throw new HttpRefusal(409, 'UNAVAILABLE', obstacle);
    const plan = recipe.plan(levers);
    const startedAtMs = now();
    const troubleAtMs = startedAtMs + BEFORE_MS * pace;
    const run: Run = {
      ...{ recipe, plan, startedAtMs, stopping: new AbortController(), phase: 'before' },
      endsAtMs: troubleAtMs + (recipe.troubleMs + AFTER_MS) * pace,
      steps: [
        ...plan.steps.map(({ text, afterMs }) => due(text, troubleAtMs + afterMs * pace)),
        due('everything is taken back', troubleAtMs + recipe.troubleMs * pace),
      ],
      ...{ before: null, trouble: null, after: null },
      judged: { verdict: null, findings: [] },
      ended: Promise.resolve(),
    };
    this.#run = run;
    run.ended = this.#carryOut(run, pace);
    return describe(run);
  }

  /** Takes back what was done; resolves when that is so. */
  async stop(): Promise<void> {
    this.#run?.stopping.abort();
    await this.#run?.ended;
  }

  async #carryOut(run: Run, pace: number): Promise<void> {
    const { now, startLoad, figures, onEvent } = this.#options;
    const { recipe, plan, stopping } = run;
    const wait = (untilMs: number) =>
      delay(Math.max(0, untilMs - now()), undefined, { signal: stopping.signal, ref: false });
    const endLoad = startLoad();
    onEvent(`experiment: ${recipe.title}`);
    let mustUndo = false;
    try {
      const troubleAtMs = run.startedAtMs + BEFORE_MS * pace;
      await wait(troubleAtMs);
      run.before = figures(run.startedAtMs, troubleAtMs);
      run.phase = 'trouble';
      mustUndo = true;
      for (const [index, { afterMs, act }] of plan.steps.entries()) {
        await wait(troubleAtMs + afterMs * pace);
        await this.#do(run, index, act);
      }
      await wait(troubleAtMs + recipe.troubleMs * pace);
      const overAtMs = now();
      run.trouble = figures(troubleAtMs, overAtMs);
      run.phase = 'after';
      mustUndo = false;
      await this.#do(run, plan.steps.length, plan.undo);
      await wait(overAtMs + AFTER_MS * pace);
      run.after = figures(overAtMs, now());
      run.judged = judge(
        { before: run.before, trouble: run.trouble, after: run.after },
        recipe.maxErrorRatio,
      );
      run.phase = 'done';
    } catch (error) {
      const isStopped = stopping.signal.aborted;
      run.phase = isStopped ? 'stopped' : 'failed';
      if (!isStopped) run.judged = { verdict: null, findings: [(error as Error).message] };
      if (mustUndo) await this.#do(run, plan.steps.length, plan.undo).catch(() => undefined);
    } finally {
      run.endsAtMs = now();
      endLoad();
      onEvent(`experiment: ${recipe.title}: ${run.judged.verdict ?? run.phase}`);
    }
  }

  async #do(run: Run, index: number, act: () => Promise<void>): Promise<void> {
    const { now, onEvent } = this.#options;
    const step = run.steps[index];
    if (step === undefined) return;
    onEvent(`experiment: ${step.text}`);
    try {
      await act();
      run.steps[index] = { ...step, atMs: now(), state: 'done' };
    } catch (error) {
      run.steps[index] = {
        ...{ ...step, atMs: now(), state: 'failed' },
        error: (error as Error).message,
      };
      throw error;
    }
  }
}

function due(text: string, atMs: number): ExperimentStep {
  return { text, atMs, state: 'due' };
}

function isGoingOn(phase: ExperimentPhase): boolean {
  return phase === 'before' || phase === 'trouble' || phase === 'after';
}

function describe(run: Run): ExperimentRun {
  const { recipe, plan, phase, startedAtMs, endsAtMs, steps, before, trouble, after, judged } = run;
  const { id, title, does, expect } = recipe;
  return {
    ...{ id, title, does, expect, phase, startedAtMs, endsAtMs, replicas: plan.replicas },
    ...{ steps: [...steps], before, trouble, after, ...judged },
  };
}
