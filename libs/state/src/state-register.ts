import type { ProcessState } from './process-state.ts';

/** A part of the process: each field it has is asked for its entries when somebody looks. */
export type StateSource = {
  readonly [Kind in keyof ProcessState]?: () => ProcessState[Kind];
} & {
  /** Breakers that an operator may open by hand. Default: none. */
  readonly isolation?: BreakerIsolation;
};

/** Opens breakers by hand and closes them again. */
export interface BreakerIsolation {
  readonly target: string;
  /** False where there is no such method. Isolating what is isolated changes nothing. */
  isolate(method: string): boolean;
  release(method: string): boolean;
}

/**
 * The parts of one process. Nothing is kept up to date: whoever looks pays for looking, and a call
 * pays nothing.
 */
export class StateRegister {
  /** What the process calls itself, as its telemetry does (`service.instance.id`). Empty: no name. */
  instance = '';
  readonly #sources = new Set<StateSource>();

  /** Returns how to take it out again. */
  add(source: StateSource): () => void {
    this.#sources.add(source);
    return () => void this.#sources.delete(source);
  }

  read(): ProcessState {
    return {
      channels: this.#read('channels'),
      breakers: this.#read('breakers'),
      bulkheads: this.#read('bulkheads'),
      retryBudgets: this.#read('retryBudgets'),
      admissions: this.#read('admissions'),
      meshes: this.#read('meshes'),
    };
  }

  /** Opens the breakers of a method, in every channel to the target. How many there were. */
  isolate(target: string, method: string): number {
    return this.#isolations(target).filter((isolation) => isolation.isolate(method)).length;
  }

  /** Takes the isolation back. How many breakers there were. */
  release(target: string, method: string): number {
    return this.#isolations(target).filter((isolation) => isolation.release(method)).length;
  }

  #read<Kind extends keyof ProcessState>(kind: Kind): ProcessState[Kind] {
    const entries = [...this.#sources].flatMap(
      (source): readonly unknown[] => source[kind]?.() ?? [],
    );
    return entries as unknown as ProcessState[Kind];
  }

  #isolations(target: string): BreakerIsolation[] {
    return [...this.#sources].flatMap(({ isolation }) =>
      isolation !== undefined && isolation.target === target ? [isolation] : [],
    );
  }
}

/** The register of this process: clients and servers add themselves, the admin service reads it. */
export const processState = new StateRegister();
