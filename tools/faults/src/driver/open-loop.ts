import type { Caller } from './caller.ts';
import { type CallRecords, criticalities, type DriveSetting, epochMs } from './messages.ts';
import { createRandom } from './random.ts';

const maxUnderWay = 20_000;

/**
 * Calls that come when they come (Poisson), whether or not those before are answered: users do not
 * wait for each other, and a closed loop would be kind to whoever is slow.
 */
export class OpenLoop {
  readonly #caller: Caller;
  readonly #setting: DriveSetting;
  readonly #random: () => number;
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #perSecond = 0;
  #dueMs = 0;
  #startMs: number[] = [];
  #tookMs: number[] = [];
  #code: number[] = [];
  #criticality: number[] = [];

  constructor(caller: Caller, setting: DriveSetting) {
    this.#caller = caller;
    this.#setting = setting;
    this.#random = createRandom(setting.seed);
  }

  /** Begins, or goes on at another pace; 0 stops. */
  pace(perSecond: number): void {
    this.#perSecond = perSecond;
    this.#dueMs = performance.now();
    clearTimeout(this.#timer);
    if (perSecond > 0) this.#run();
  }

  /** Resolves when nothing is under way any more. */
  async finish(): Promise<CallRecords> {
    this.pace(0);
    await Promise.all(this.#underWay);
    return {
      startMs: Float64Array.from(this.#startMs),
      tookMs: Float64Array.from(this.#tookMs),
      code: Int16Array.from(this.#code),
      criticality: Uint8Array.from(this.#criticality),
    };
  }

  #run(): void {
    while (this.#dueMs <= performance.now()) {
      if (this.#underWay.size < maxUnderWay) this.#begin();
      this.#dueMs += (-Math.log(1 - this.#random()) * 1000) / this.#perSecond;
    }
    this.#timer = setTimeout(() => this.#run(), Math.max(0, this.#dueMs - performance.now()));
  }

  #begin(): void {
    const index = this.#startMs.length;
    const startMs = epochMs();
    const criticality = this.#drawCriticality();
    this.#startMs.push(startMs);
    this.#criticality.push(criticality);
    const done = this.#caller.call(criticalities[criticality] ?? 'default').then((code) => {
      this.#tookMs[index] = epochMs() - startMs;
      this.#code[index] = code;
      this.#underWay.delete(done);
    });
    this.#underWay.add(done);
  }

  #drawCriticality(): number {
    const draw = this.#random();
    if (draw < this.#setting.critical) return 1;
    return draw < this.#setting.critical + this.#setting.sheddable ? 2 : 0;
  }
}
